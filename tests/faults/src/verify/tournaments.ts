import { tournamentsApi } from '@gym/contracts';
import { tokenOf } from '../load/session.js';
import type { World } from '../load/world.js';
import type { EntryOf } from '../run/journal.js';
import { entriesOf, grouped, type Check } from './check.js';

interface TournamentRow {
  id: number;
  name: string;
  status: string;
  participant_count: number;
  approved: number;
}

const tournamentsSql = `select id, name, status, participant_count,
  (select count(*) from participants where tournament_id = tournaments.id and status = 'approved') as approved
  from tournaments`;

async function bracket(world: World, id: number): Promise<tournamentsApi.Match[]> {
  const token = (await tokenOf(world, world.admin)) ?? '';
  return (await world.api.get(`/api/tournaments/${id}/bracket`, tournamentsApi.bracketView, token)).bracket;
}

export const tournaments: Check = {
  name: 'every acknowledged tournament is there once, and no deleted one',
  async run({ entries, databases }, complain) {
    const rows = await databases.rows<TournamentRow>('tournament-db', tournamentsSql);
    const byName = grouped(rows, (row) => row.name);
    const deleted = new Map(entriesOf(entries, 'delete-tournament').map((item) => [item.id, item.outcome]));
    for (const { name, id, outcome } of entriesOf(entries, 'create')) {
      const count = byName.get(name)?.length ?? 0;
      if (count > 1) complain('doubled', `${count} tournaments are called ${name}`);
      const fate = id === null ? undefined : deleted.get(id);
      if (fate === 'ack' && count > 0) complain('lost', `the deletion of tournament ${id}`);
      if (fate === undefined && outcome === 'ack' && count === 0) complain('lost', `tournament ${id} ${name}`);
    }
    for (const { id, participant_count, approved } of rows) {
      if (participant_count === approved) continue;
      complain('mismatch', `tournament ${id} counts ${participant_count} participants and has ${approved}`);
    }
  },
};

export const entrants: Check = {
  name: 'everybody who entered takes part once',
  async run({ entries, databases }, complain) {
    const rows = await databases.rows<{ id: number; name: string; status: string }>(
      'tournament-db',
      'select id, name, status from participants',
    );
    const byName = grouped(rows, (row) => row.name);
    // Whoever was granted a place keeps it when the account goes, but not the name.
    const byId = new Map(rows.map((row) => [row.id, row]));
    const deleted = new Set(entriesOf(entries, 'delete-tournament').map((item) => item.id));
    for (const { tournament, names, outcome } of entriesOf(entries, 'enter')) {
      const counts = names.map((name) => byName.get(name)?.length ?? 0);
      if (counts.some((count) => count > 1)) complain('doubled', `entries ${names.join(', ')} in ${tournament}`);
      const isThere = counts.filter((count) => count > 0).length;
      if (isThere !== 0 && isThere !== counts.length)
        complain('mismatch', `half of an entry in ${tournament}: ${counts.join()}`);
      if (!deleted.has(tournament) && outcome === 'ack' && isThere === 0) {
        // A request to join that nobody granted goes with its account.
        if (names.length === 1 && names[0]?.startsWith('Member') === true) continue;
        complain('lost', `entries ${names.join(', ')} in ${tournament}`);
      }
    }
    for (const { tournament, participant, outcome } of entriesOf(entries, 'approve-entry')) {
      if (deleted.has(tournament) || outcome !== 'ack') continue;
      const status = byId.get(participant)?.status ?? 'gone';
      if (status !== 'approved')
        complain('lost', `participant ${participant} of ${tournament} was approved and is ${status}`);
    }
  },
};

export const results: Check = {
  name: 'every match has the result that was acknowledged last, and its winner plays on',
  async run({ entries, world }, complain) {
    const deleted = new Set(entriesOf(entries, 'delete-tournament').map((item) => item.id));
    const drawn = entriesOf(entries, 'draw').filter(({ tournament }) => !deleted.has(tournament));
    const reports = grouped(entriesOf(entries, 'result'), (item) => item.match);
    for (const { tournament, matches, outcome } of drawn) {
      const found = await bracket(world, tournament);
      if (outcome === 'ack' && found.length !== matches) {
        complain('lost', `tournament ${tournament} was drawn with ${matches} matches and has ${found.length}`);
      }
      for (const match of found) {
        const history = reports.get(match.id) ?? [];
        if (!isAllowed(match, history)) {
          const shown = `${match.winner_id} ${match.score}`;
          complain('lost', `match ${match.id} has ${shown}; reported was ${JSON.stringify(history.slice(-3))}`);
        }
        const next = found.find(({ id }) => id === match.next_match_id);
        const sides = [next?.participant1?.id, next?.participant2?.id];
        if (match.winner_id !== null && next && !sides.includes(match.winner_id)) {
          complain('mismatch', `the winner of match ${match.id} does not play in match ${next.id}`);
        }
      }
    }
  },
};

/** The last report counts; of several that were sent at once, or whose fate is unknown, each may. */
function isAllowed(match: tournamentsApi.Match, history: EntryOf<'result'>[]): boolean {
  if (match.is_bye) return true;
  const last = history.findLast((item) => item.outcome === 'ack');
  const candidates = history.filter(
    (item) => item === last || item.outcome === 'maybe' || (item.race !== null && item.race === last?.race),
  );
  if (last === undefined && match.winner_id === null) return true;
  return candidates.some(({ winner, score }) => winner === match.winner_id && score === match.score);
}

export const completions: Check = {
  name: 'a tournament is completed exactly when its final is played',
  async run({ databases }, complain) {
    const rows = await databases.rows<{ id: number; status: string; champion: number | null }>(
      'tournament-db',
      `select tournaments.id, tournaments.status, winner_id as champion from tournaments
       join matches on tournament_id = tournaments.id and next_match_id is null`,
    );
    for (const { id, status, champion } of rows) {
      const expected = champion === null ? 'active' : 'completed';
      if (status !== expected) complain('mismatch', `tournament ${id} is ${status} with the champion ${champion}`);
    }
  },
};
