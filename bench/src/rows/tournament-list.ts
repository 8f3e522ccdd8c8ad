import { listTournaments } from '@gym/tournament-service/list';
import type { Client } from 'pg';
import type { Line } from '../harness/report.js';
import { compareSizes } from '../harness/two-sizes.js';

const limit = 51;

/** Pages from all over the list, of members and of staff, among a thousand and a million tournaments. */
export async function tournamentList(): Promise<Line> {
  const { value, detail } = await compareSizes({
    service: 'tournament-service',
    name: 'bench_tournaments',
    insert,
    ask: (client, turn, count) => {
      const before = turn % 2 === 0 ? undefined : 1 + ((turn * 7919) % count);
      return listTournaments(client, { limit, before, drafts: turn % 3 === 0 });
    },
  });
  return {
    what: 'tournament list, p99 at 1,000,000 tournaments',
    against: 'the same at 1,000',
    unit: 'x',
    value,
    goal: { atMost: 1.5 },
    detail: { ...detail, limit },
  };
}

/** One in fifty tournaments is a draft. */
async function insert(client: Client, count: number): Promise<void> {
  await client.query(
    `insert into tournaments (name, start_date, max_participants, tournament_type, published_at)
     select 'Tournament ' || n, now() + n * interval '1 minute', 64, 'single_elimination',
       case when n % 50 > 0 then now() end
     from generate_series(1, $1::integer) n`,
    [count],
  );
  await client.query('vacuum analyze tournaments');
}
