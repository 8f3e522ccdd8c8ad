/** @import { EventFrame, LiveState, ServerFrame, TopicFrame } from './types.d.ts' */
import { ApiError, post } from './api.js';
import { backoff } from './backoff.js';
import { endSession } from './session.js';

const newTicket = 4401;
const notAllowed = 4403;
/** Silence for this many heartbeats means that the connection is dead, whatever the browser thinks of it. */
const missedBeats = 1.5;

/** @typedef {(frame: TopicFrame) => void} Listener */

/** @type {Map<string, Set<Listener>>} */
const listeners = new Map();
/** The last frame seen of each topic, to resume after it. @type {Map<string, number>} */
const seen = new Map();
/** @type {WebSocket | undefined} */
let socket;
/** Set while the page wants to be connected. */
let wanted = false;
let failures = 0;
let attempt = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retryTimer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let silenceTimer;
/** @type {(state: LiveState) => void} */
let onState = () => undefined;

/** What the ticket is asked for with. */
let request = {};

/**
 * Keeps one socket open for the whole page until `stopLive`.
 * @param {(state: LiveState) => void} stateListener
 * @param {{ topics?: string[] }} [wish] what a spectator without a login wants to watch
 */
export function startLive(stateListener, wish = {}) {
  stopLive();
  request = wish;
  onState = stateListener;
  wanted = true;
  void connect();
}

export function stopLive() {
  wanted = false;
  attempt += 1;
  failures = 0;
  seen.clear();
  clearTimeout(retryTimer);
  clearTimeout(silenceTimer);
  socket?.close();
  socket = undefined;
  onState('off');
}

/**
 * Listens to a topic. The listener gets `resync` whenever it may have missed something: when the subscription begins,
 * and after a lost connection.
 * @param {string} topic
 * @param {Listener} listener
 * @returns {() => void} ends it
 */
export function watch(topic, listener) {
  const others = listeners.get(topic);
  if (others) others.add(listener);
  else {
    listeners.set(topic, new Set([listener]));
    subscribe([topic]);
  }
  return () => {
    const all = listeners.get(topic);
    all?.delete(listener);
    if (all?.size !== 0) return;
    listeners.delete(topic);
    seen.delete(topic);
    send({ type: 'unsubscribe', topics: [topic] });
  };
}

/**
 * Listens to what a person is told, alone or with everybody.
 * @param {number} userId
 * @param {Listener} listener
 * @returns {() => void} ends it
 */
export function watchPerson(userId, listener) {
  const stops = [`user:${userId}`, 'broadcast'].map((topic) => watch(topic, listener));
  return () => {
    for (const stop of stops) stop();
  };
}

async function connect() {
  attempt += 1;
  const mine = attempt;
  clearTimeout(retryTimer);
  onState('connecting');
  try {
    /** @type {{ url: string }} */
    const { url } = await post('/api/notifications/ticket', request);
    if (mine === attempt && wanted) open(url);
  } catch (error) {
    if (mine !== attempt || !wanted) return;
    // Without a login there is nothing to retry; the session has ended already. Nor where spectators are not let in.
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) return;
    retryLater();
  }
}

/** @param {string} url */
function open(url) {
  const opened = new WebSocket(url);
  socket = opened;
  expectLife(20);
  opened.addEventListener('message', (message) => {
    if (opened === socket) receive(JSON.parse(message.data));
  });
  opened.addEventListener('close', ({ code }) => {
    if (opened !== socket) return;
    socket = undefined;
    clearTimeout(silenceTimer);
    if (code === notAllowed) {
      endSession('Your access has ended.');
    } else if (code === newTicket && failures === 0) {
      failures += 1;
      void connect();
    } else retryLater();
  });
}

function retryLater() {
  if (!wanted) return;
  onState('waiting');
  retryTimer = setTimeout(() => void connect(), backoff(failures));
  failures += 1;
}

/**
 * Cuts a connection that has fallen silent; the close event does not come until its own timeout.
 * @param {number} seconds
 */
function expectLife(seconds) {
  clearTimeout(silenceTimer);
  silenceTimer = setTimeout(() => {
    socket?.close();
    socket = undefined;
    retryLater();
  }, seconds * 1000);
}

let heartbeatSeconds = 30;

/** @param {ServerFrame} frame */
function receive(frame) {
  if (frame.type === 'hello') heartbeatSeconds = frame.heartbeat_s;
  expectLife(heartbeatSeconds * missedBeats);
  switch (frame.type) {
    case 'hello':
      failures = 0;
      onState('live');
      subscribe([...listeners.keys()]);
      break;
    case 'ping':
      send({ type: 'pong' });
      break;
    case 'subscribed':
      for (const topic of frame.topics) if (!seen.has(topic)) dispatch({ type: 'resync', topic });
      break;
    case 'resync':
      seen.delete(frame.topic);
      dispatch(frame);
      break;
    case 'event':
      seen.set(frame.topic, Math.max(frame.seq, seen.get(frame.topic) ?? 0));
      dispatch(frame);
      break;
    case 'error':
      console.warn(frame.detail);
      break;
  }
}

/** @param {TopicFrame} frame */
function dispatch(frame) {
  for (const listener of listeners.get(frame.topic) ?? []) listener(frame);
}

/** @param {string[]} topics */
function subscribe(topics) {
  if (topics.length === 0) return;
  const after = Object.fromEntries(topics.flatMap((topic) => (seen.has(topic) ? [[topic, seen.get(topic)]] : [])));
  send({ type: 'subscribe', topics, after });
}

/** @param {unknown} frame */
function send(frame) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

window.addEventListener('online', () => {
  if (wanted && socket === undefined) void connect();
});
