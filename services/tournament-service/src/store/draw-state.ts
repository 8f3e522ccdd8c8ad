import type { Queryable } from '@gym/service-kit';
import { vectorOf, type State } from '@gym/tournament-engine';
import { z } from 'zod';
import { storedMatch } from '../play/stored/match.js';
import { storedPlan } from '../play/stored/plan.js';
import { storedEntrant, storedHead, storedScore, storedStage, storedTable } from '../play/stored/records.js';

const stateRow = z.object({
  plan: z.array(storedPlan),
  head: storedHead,
  entrants: z.array(storedEntrant),
  stages: z.array(storedStage),
  tables: z.array(storedTable),
  matches: z.array(storedMatch),
  scores: z.array(storedScore),
});

const recordsOf = (kind: string, record = 'record'): string =>
  `coalesce((select jsonb_agg(${record} order by number) from draw_records where draw_id = draws.id and kind = '${kind}'), '[]')`;
const opened = `record || jsonb_build_object('open', open)`;

/**
 * The state of a draw from its rows, in one statement: so that it is that of one moment, also without a lock.
 * @throws ZodError for what no version of this service has written
 */
export async function readState(db: Queryable, drawId: number): Promise<State | undefined> {
  const { rows } = await db.query(
    `select plan, head, ${recordsOf('entrant')} as entrants, ${recordsOf('stage', opened)} as stages,
       ${recordsOf('table', opened)} as tables, ${recordsOf('score')} as scores,
       coalesce((select jsonb_agg(record order by number) from matches where draw_id = draws.id), '[]') as matches
     from draws where id = $1`,
    [drawId],
  );
  if (rows[0] === undefined) return undefined;
  const { plan, head, entrants, stages, tables, matches, scores } = stateRow.parse(rows[0]);
  return {
    head,
    plan,
    entrants: vectorOf(entrants),
    stages: vectorOf(
      stages.map((stage) => {
        const own = plan[stage.id];
        if (own === undefined) throw new Error(`draw ${drawId} has no plan for stage ${stage.id}`);
        return Object.assign(stage, { plan: own });
      }),
    ),
    tables: vectorOf(tables),
    matches: vectorOf(matches),
    scores: vectorOf(scores),
  };
}
