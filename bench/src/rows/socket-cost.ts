import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { adminToken, call, drawn } from '../api.js';
import { residentBytes, startUsage } from '../harness/cpu.js';
import type { Line } from '../harness/report.js';
import { spreadOf } from '../harness/rounds.js';
import { gatherCrowd, type Crowd } from '../sockets/crowd.js';
import { gatewayPort, processes } from '../stack.js';

const service = 'notification-service-0';
const steps = 4;
const perStep = 1250;
/** Opened first, so that what a service needs for its first sockets is not counted. */
const first = 500;
/** After this nothing is being made that a socket does not keep. */
const settleMs = 3000;
/** A whole round of pings. */
const heartbeatMs = 30_000;
const results = 20;
const resultMs = 300;
const patienceMs = 10_000;

const brackets = z.array(z.object({ id: z.int(), participant1: z.object({ id: z.int() }).nullable() }));

/** What a socket costs while nothing happens, and what an event costs for each socket that watches. */
export async function socketCost(): Promise<Line[]> {
  const token = await adminToken();
  const id = await drawn(token, 'Watched by many', 64);
  const report = await reporter(id, token);
  const pid = (await processes()).find(({ name }) => name === service)?.pid ?? 0;
  const crowd = gatherCrowd(gatewayPort, `tournament:${id}`);
  try {
    await crowd.open(first);
    await pause(settleMs);
    const bytes: number[] = [];
    const fanOuts: FanOut[] = [];
    let before = await residentBytes(pid);
    for (let step = 0; step < steps; step += 1) {
      await crowd.open(perStep);
      await pause(settleMs);
      const now = await residentBytes(pid);
      bytes.push((now - before) / perStep);
      if (step % 2 === 1) fanOuts.push(await fanOut(crowd, report));
      before = await residentBytes(pid);
    }
    const used = await startUsage();
    await pause(heartbeatMs);
    const { cpuMs } = await used();
    const { open } = await crowd.tell();
    return [
      {
        what: `memory per socket, ${steps} times ${perStep} more`,
        against: 'design',
        unit: 'KB',
        value: spreadOf(bytes.map((count) => count / 1024)),
        goal: { atMost: 20 },
        detail: { open, bytes, resident: await residentBytes(pid) },
      },
      {
        what: 'fan-out: time of a core per frame and socket',
        against: 'docs/scale.md',
        unit: 'us',
        value: spreadOf(fanOuts.map(({ microseconds }) => microseconds)),
        goal: { atMost: 20 },
        detail: { fanOuts },
      },
      {
        what: `result sent to last of ${open} sockets`,
        against: 'design, of 1,000 sockets',
        unit: 'ms',
        value: spreadOf(fanOuts.at(-1)?.latencies ?? []),
        goal: { atMost: 250 },
        detail: { fanOuts },
      },
      {
        what: `heartbeats of ${open} sockets: share of a core`,
        against: 'docs/scale.md',
        unit: '%',
        value: spreadOf([((cpuMs[service] ?? 0) / heartbeatMs) * 100]),
        goal: { atMost: 10 },
        detail: { cpuMs, heartbeatMs, open },
      },
    ];
  } finally {
    await crowd.leave();
  }
}

interface FanOut {
  open: number;
  framesPerResult: number;
  microseconds: number;
  /** From sending a result to its last frame at the last socket, ms. */
  latencies: number[];
}

async function fanOut(crowd: Crowd, report: (turn: number) => Promise<void>): Promise<FanOut> {
  const { open } = await crowd.tell();
  const used = await startUsage();
  const latencies: number[] = [];
  let frames = 0;
  for (let turn = 0; turn < results; turn += 1) {
    const sent = Date.now();
    await report(turn);
    const came = await allFrames(crowd, open);
    frames += came.frames;
    latencies.push(came.lastAt - sent);
    await pause(resultMs);
  }
  const { cpuMs } = await used();
  const microseconds = ((cpuMs[service] ?? 0) * 1000) / frames;
  return { open, framesPerResult: frames / open / results, microseconds, latencies };
}

/** Waits until every socket has got the same number of frames, and no more come. */
async function allFrames(crowd: Crowd, open: number): Promise<{ frames: number; lastAt: number }> {
  const deadline = Date.now() + patienceMs;
  let [frames, lastAt] = [0, 0];
  while (Date.now() < deadline) {
    await pause(100);
    const told = await crowd.tell();
    frames += told.frames;
    if (told.frames > 0) lastAt = told.lastAt;
    else if (frames > 0 && frames % open === 0) return { frames, lastAt };
  }
  throw new Error(`${frames} frames came to ${open} sockets: some got more than others`);
}

/** Reports results of the first round, each with another score. */
async function reporter(id: number, token: string): Promise<(turn: number) => Promise<void>> {
  const matches = brackets.parse(await call('GET', `/api/tournaments/${id}/brackets`, undefined, token));
  const ready = matches.flatMap(({ id: match, participant1 }) =>
    participant1 === null ? [] : [{ match, winner_id: participant1.id }],
  );
  let score = 0;
  return async (turn) => {
    const { match, winner_id } = ready[turn % ready.length] ?? { match: 0, winner_id: 0 };
    score += 1;
    await call('PUT', `/api/tournaments/${id}/bracket/${match}/result`, { winner_id, score: `21:${score}` }, token);
  };
}
