import type { Transaction } from '@gym/service-kit';
import { getAt, type Match, type State } from '@gym/tournament-engine';
import { columnsOf, nextOf } from '../play/match-columns.js';
import type { DrawRow } from './draws.js';
import { reserveIds } from './ids.js';
import { inParts } from './in-parts.js';

export interface WrittenMatch {
  number: number;
  /** What people read as its result. */
  score: string | null;
}

const perStatement = 2000;

/**
 * Writes matches whole, with where their winners and losers go.
 * @param ids of those that are there already, by number; new ones are added
 */
export async function putMatches(
  tx: Transaction,
  draw: DrawRow,
  state: State,
  written: readonly WrittenMatch[],
  ids: Map<number, number>,
): Promise<void> {
  const fresh = written.filter(({ number }) => !ids.has(number));
  const reserved = await reserveIds(tx, 'matches', fresh.length);
  for (const [index, { number }] of fresh.entries()) ids.set(number, reserved[index] ?? Number.NaN);
  for (const part of inParts(written, perStatement)) {
    const rows = part.map((match) => rowOf(state, match, ids));
    await tx.query(
      `insert into matches (tournament_id, category_id, draw_id, ${columns.join(', ')})
       select $1, $2, $3, ${columns.join(', ')} from jsonb_to_recordset($4) as row (${types})
       on conflict (id) do update set draw_id = excluded.draw_id,
         ${columns
           .slice(1)
           .map((name) => `${name} = excluded.${name}`)
           .join(', ')}`,
      [draw.tournament_id, draw.category_id, draw.id, JSON.stringify(rows)],
    );
  }
}

const typed = {
  id: 'integer',
  number: 'integer',
  stage: 'smallint',
  section: 'text',
  group_number: 'integer',
  best_of: 'smallint',
  round: 'integer',
  match_number: 'integer',
  participant1_id: 'integer',
  participant2_id: 'integer',
  winner_id: 'integer',
  is_bye: 'boolean',
  status: 'text',
  score: 'text',
  next_match_id: 'integer',
  next_side: 'smallint',
  loser_match_id: 'integer',
  record: 'jsonb',
} as const;
const columns = Object.keys(typed);
const types = Object.entries(typed)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

function rowOf(state: State, { number, score }: WrittenMatch, ids: ReadonlyMap<number, number>): object {
  const match = getAt(state.matches, number);
  const [next, loser] = [nextOf(match.winnerTo), nextOf(match.loserTo)];
  const idOf = (to: { number: number } | null): number | null => (to === null ? null : (ids.get(to.number) ?? null));
  return {
    id: ids.get(number),
    ...columnsOf(state, match),
    score,
    next_match_id: idOf(next),
    next_side: next === null ? null : next.side,
    loser_match_id: idOf(loser),
    record: match,
  };
}

/** Writes what a command changes in matches that are there; where their winners go stays. */
export async function updateMatches(
  tx: Transaction,
  drawId: number,
  state: State,
  written: readonly WrittenMatch[],
): Promise<void> {
  if (written.length === 0) return;
  const rows = written.map(({ number, score }) => {
    const record: Match = getAt(state.matches, number);
    return { ...columnsOf(state, record), score, record };
  });
  await tx.query(
    `update matches set participant1_id = now.participant1_id, participant2_id = now.participant2_id,
       winner_id = now.winner_id, is_bye = now.is_bye, status = now.status, score = now.score, record = now.record
     from jsonb_to_recordset($2) as now (number integer, participant1_id integer, participant2_id integer,
       winner_id integer, is_bye boolean, status text, score text, record jsonb)
     where draw_id = $1 and matches.number = now.number`,
    [drawId, JSON.stringify(rows)],
  );
}

/** What people wrote about a result that stays. */
export async function setScore(tx: Transaction, id: number, score: string): Promise<void> {
  await tx.query('update matches set score = $2 where id = $1', [id, score]);
}

/** Those from a number on, which are gone. */
export async function deleteMatches(tx: Transaction, drawId: number, from: number): Promise<void> {
  await tx.query('delete from matches where draw_id = $1 and number >= $2', [drawId, from]);
}

/** Before a draw is made anew: nobody goes anywhere. */
export async function disconnectMatches(tx: Transaction, drawId: number): Promise<void> {
  await tx.query(
    'update matches set next_match_id = null, next_side = null, loser_match_id = null where draw_id = $1',
    [drawId],
  );
}
