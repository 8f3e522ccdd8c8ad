import { notificationsApi, serverFrame, tournamentsApi, type EventFrame } from '@gym/contracts';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { delay } from '../run/wait.js';
import { tokenOf } from '../load/session.js';
import type { World } from '../load/world.js';

/** One tournament on a screen from one connection: what came, after the reload that begins it. */
export interface Stream {
  tournament: number;
  frames: EventFrame[];
}

/** What a screen shows of a tournament: the winner of each match. */
export type View = Map<number, number | null>;

export interface Watcher {
  /** Of all connections, in order. */
  readonly streams: Stream[];
  /** Of the tournaments watched on the present connection. */
  views(): ReadonlyMap<number, View>;
  readonly connections: number;
  stop(): Promise<void>;
}

const finished = z.object({ match_id: z.int(), winner: z.object({ participant_id: z.int() }) });

const refreshMs = 300;
/** The server allows 100 topics. */
const most = 60;

/** A screen that watches all open tournaments, and comes back with a new ticket whenever it loses its socket. */
export function startWatcher(world: World): Watcher {
  const streams: Stream[] = [];
  let shown = new Map<number, View>();
  let connections = 0;
  let stopped = false;
  let current: WebSocket | undefined;

  async function connect(): Promise<WebSocket | undefined> {
    const token = await tokenOf(world, world.admin);
    const answer = await world.api.send({ method: 'POST', path: '/api/notifications/ticket', token });
    if (answer.status !== 200) return undefined;
    const socket = new WebSocket(notificationsApi.ticket.parse(answer.body).url, { handshakeTimeout: 5000 });
    socket.on('error', () => undefined); // 'close' follows and tells
    const opened = await new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    return opened ? socket : undefined;
  }

  async function watch(socket: WebSocket): Promise<void> {
    const mine = new Map<number, Stream>();
    const views = new Map<number, View>();
    const loading = new Map<number, View>();
    shown = views;
    let lastHeard = Date.now();
    socket.on('message', (data: Buffer) => {
      lastHeard = Date.now();
      const frame = serverFrame.parse(JSON.parse(data.toString()));
      if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
      if (frame.type === 'subscribed') for (const topic of frame.topics) void reload(topic, views, loading);
      if (frame.type === 'event') show(frame, mine, views, loading);
    });
    while (!stopped && socket.readyState === WebSocket.OPEN) {
      const fresh = [...world.open].filter((id) => !mine.has(id)).slice(0, most - mine.size);
      for (const tournament of fresh) {
        const stream = { tournament, frames: [] };
        mine.set(tournament, stream);
        streams.push(stream);
      }
      if (fresh.length > 0) {
        socket.send(JSON.stringify({ type: 'subscribe', topics: fresh.map((id) => `tournament:${id}`) }));
      }
      // A screen that has seen enough begins anew; one whose server is silent for three heartbeats too.
      if (mine.size >= most || Date.now() - lastHeard > 60_000) socket.terminate();
      await delay(refreshMs);
    }
  }

  /** After the subscription: what happens meanwhile comes as frames, which can overtake the answer and are newer. */
  async function reload(topic: string, views: Map<number, View>, loading: Map<number, View>): Promise<void> {
    const id = Number(topic.split(':')[1]);
    const meanwhile: View = new Map();
    loading.set(id, meanwhile);
    for (let tries = 0; tries < 100 && !stopped && shown === views; tries += 1) {
      const token = await tokenOf(world, world.admin);
      const answer = await world.api.send({ method: 'GET', path: `/api/tournaments/${id}/bracket`, token });
      if (answer.status === 404) return;
      if (answer.status === 200) {
        const { bracket } = tournamentsApi.bracketView.parse(answer.body);
        const answered = bracket.map((match): [number, number | null] => [match.id, match.winner_id]);
        views.set(id, new Map([...answered, ...meanwhile]));
        return;
      }
      await delay(refreshMs);
    }
  }

  async function run(): Promise<void> {
    while (!stopped) {
      current = await connect();
      if (current === undefined) {
        await delay(refreshMs);
        continue;
      }
      connections += 1;
      await watch(current);
      current.terminate();
    }
  }

  const running = run();
  return {
    streams,
    views: () => shown,
    get connections() {
      return connections;
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}

function show(
  frame: EventFrame,
  mine: Map<number, Stream>,
  views: Map<number, View>,
  loading: Map<number, View>,
): void {
  const [scope, id] = frame.topic.split(':');
  if (scope !== 'tournament') return;
  mine.get(Number(id))?.frames.push(frame);
  if (frame.event !== 'match.finished') return;
  const { match_id, winner } = finished.parse(frame.data);
  const view = views.get(Number(id)) ?? loading.get(Number(id));
  view?.set(match_id, winner.participant_id);
}
