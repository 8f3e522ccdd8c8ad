import { randomUUID } from 'node:crypto';
import { tournamentsApi } from '@gym/contracts';
import { playMatches } from './matches.js';
import { step } from './step.js';
import { borrow, type World } from './world.js';

/** The life of a tournament, step after step. It ends early where nobody knows what became of a step. */
export async function holdTournament(world: World): Promise<void> {
  const created = await create(world);
  if (created === undefined) return;
  world.open.add(created);
  world.known.push(created);
  try {
    if (!(await enterGuests(world, created))) return;
    if (!(await letSomebodyJoin(world, created))) return;
    const drawn = await draw(world, created);
    if (drawn) await playMatches(world, created);
    if (world.random.chance(0.12)) await remove(world, created);
  } finally {
    world.open.delete(created);
  }
}

async function create(world: World): Promise<number | undefined> {
  const name = `Cup ${randomUUID()}`;
  const body = { name, start_date: '2030-05-01T09:00:00Z', max_participants: 16 };
  const request = { method: 'POST', path: '/api/tournaments', body } as const;
  const outcome = await step(world, 'create a tournament', tournamentsApi.tournamentCreated, request);
  if (outcome === undefined) return undefined;
  const id = outcome.state === 'ack' ? outcome.value.tournament.id : null;
  world.journal.write({ op: 'create', outcome: outcome.state, name, id });
  return id ?? undefined;
}

async function enterGuests(world: World, tournament: number): Promise<boolean> {
  const names = Array.from({ length: world.random.between(2, 7) }, () => `Guest ${randomUUID()}`);
  const path = `/api/tournaments/${tournament}/participants`;
  const body = { participants: names.map((name) => ({ name })) };
  const outcome = await step(world, 'enter', tournamentsApi.participantsAdded, { method: 'PUT', path, body });
  if (outcome) world.journal.write({ op: 'enter', outcome: outcome.state, tournament, names });
  return outcome?.state === 'ack';
}

/** A member asks to join, and is let in. */
async function letSomebodyJoin(world: World, tournament: number): Promise<boolean> {
  const person = borrow(world, ({ id, role, isBanned }) => id !== undefined && role === 'member' && !isBanned);
  if (person === undefined) return true;
  try {
    const path = `/api/tournaments/${tournament}/participants`;
    const name = `Member ${randomUUID()}`;
    const request = { method: 'POST', path, body: { name } } as const;
    const joined = await step(world, 'enter', tournamentsApi.participantChanged, request, person);
    if (joined) world.journal.write({ op: 'enter', outcome: joined.state, tournament, names: [name] });
    if (joined?.state !== 'ack') return false;
    const participant = joined.value.participant.id;
    const approval = { method: 'PATCH', path: `${path}/${participant}/approve` } as const;
    const approved = await step(world, 'enter', tournamentsApi.participantChanged, approval);
    if (approved) world.journal.write({ op: 'approve-entry', outcome: approved.state, tournament, participant });
    return approved?.state === 'ack';
  } finally {
    person.isBusy = false;
  }
}

async function draw(world: World, tournament: number): Promise<boolean> {
  const request = { method: 'POST', path: `/api/tournaments/${tournament}/generate-bracket` } as const;
  const outcome = await step(world, 'draw', tournamentsApi.bracketDrawn, request);
  if (outcome === undefined) return false;
  const matches = outcome.state === 'ack' ? outcome.value.matches : 0;
  world.journal.write({ op: 'draw', outcome: outcome.state, tournament, matches });
  return outcome.state === 'ack';
}

async function remove(world: World, tournament: number): Promise<void> {
  const request = { method: 'DELETE', path: `/api/tournaments/${tournament}` } as const;
  const outcome = await step(world, 'create a tournament', tournamentsApi.message, request);
  if (outcome === undefined) return;
  world.journal.write({ op: 'delete-tournament', outcome: outcome.state, id: tournament });
  world.known.splice(world.known.indexOf(tournament), 1);
}
