import type { OldMatch } from './rows.js';

/** A match as the new service stores it. */
export interface ImportedMatch {
  id: number;
  round: number;
  match_number: number;
  participant1_id: number | null;
  participant2_id: number | null;
  winner_id: number | null;
  is_bye: boolean;
  score: string | null;
  next_match_id: number | null;
  next_side: 0 | 1 | null;
  created_at: string | null;
}

interface Outcome {
  matches: ImportedMatch[];
  refused: { id: number; reason: string }[];
  changed: { id: number; reason: string }[];
}

/**
 * The bracket of one tournament, as it was. A match with one side and a winner is a bye. The old system did not store
 * where winners go: they go on as in any single elimination where all results agree with that, else nowhere.
 * @param rows of one tournament by round and number
 * @param participants ids of those who were imported
 */
export function importBracket(rows: OldMatch[], participants: Set<number>): Outcome {
  const outcome: Outcome = { matches: [], refused: [], changed: [] };
  for (const row of rows) {
    const stranger = [row.participant1_id, row.participant2_id].find((id) => id !== null && !participants.has(id));
    if (row.place_rank > 1) outcome.refused.push({ id: row.id, reason: 'another match has its round and number' });
    else if (stranger !== undefined) {
      outcome.refused.push({ id: row.id, reason: `participant ${stranger} is not in the tournament` });
    } else outcome.matches.push(importMatch(row, outcome.changed));
  }
  if (!linkRounds(outcome.matches)) {
    for (const match of outcome.matches) Object.assign(match, { next_match_id: null, next_side: null });
    const [first] = outcome.matches;
    const reason = 'the results do not follow the rounds; winners of this bracket do not move on by themselves';
    if (first) outcome.changed.push({ id: first.id, reason });
  }
  return outcome;
}

function importMatch(row: OldMatch, changed: Outcome['changed']): ImportedMatch {
  const { id, round, match_number, participant1_id, participant2_id, score, created_at = null } = row;
  const sides = [participant1_id, participant2_id].filter((side) => side !== null);
  const isTwice = sides.length === 2 && sides[0] === sides[1];
  const winner_id = row.winner_id !== null && sides.includes(row.winner_id) ? row.winner_id : null;
  if (winner_id !== row.winner_id) changed.push({ id, reason: 'the winner is not in the match; it has no result' });
  if (isTwice) changed.push({ id, reason: 'somebody played against themself; it is a bye' });
  const second = isTwice ? null : participant2_id;
  const is_bye = winner_id !== null && (participant1_id === null || second === null);
  const next = { next_match_id: null, next_side: null };
  return {
    id,
    round,
    match_number,
    participant1_id,
    participant2_id: second,
    winner_id,
    is_bye,
    score,
    ...next,
    created_at,
  };
}

/** @returns false when some result does not agree with where its winner would go */
function linkRounds(matches: ImportedMatch[]): boolean {
  const numbers = [...new Set(matches.map(({ round }) => round))].toSorted((a, b) => a - b);
  const rounds = numbers.map((number) =>
    matches.filter(({ round }) => round === number).toSorted((a, b) => a.match_number - b.match_number),
  );
  return rounds.every((round, at) => {
    const next = rounds[at + 1];
    return next === undefined ? round.length === 1 : linkRound(round, next);
  });
}

function linkRound(round: ImportedMatch[], next: ImportedMatch[]): boolean {
  if (next.length !== Math.ceil(round.length / 2)) return false;
  return round.every((match, index) => {
    const target = next[index >> 1];
    const side = index % 2 === 0 ? 0 : 1;
    const occupant = side === 0 ? target?.participant1_id : target?.participant2_id;
    if (target === undefined || (occupant != null && occupant !== match.winner_id)) return false;
    if (match.winner_id !== null && occupant == null) return false;
    match.next_match_id = target.id;
    match.next_side = side;
    return true;
  });
}
