import type { Queryable } from '@gym/service-kit';
import { conflict } from '@gym/service-kit/errors';
import type { Command } from '@gym/tournament-engine';
import { listDrawEvents } from '../store/draw-events.js';
import type { Execution } from './execute.js';
import type { OpenDraw } from './states.js';
import { fullEvent } from './stored/event.js';

/**
 * The command that takes back the last event of a draw, or the last taking back.
 * @throws AppError 409 when there is nothing to take back
 */
export async function takingBack(
  db: Queryable,
  { row, state }: OpenDraw,
  type: 'undo' | 'redo',
): Promise<Pick<Execution, 'command' | 'texts'>> {
  const version = type === 'undo' ? state.head.past : state.head.future;
  if (version === null) throw conflict(`There is nothing to ${type}.`, `nothing-to-${type}`);
  const [stored] = await listDrawEvents(db, row.id, { after: version - 1, limit: 1 });
  if (stored?.version !== version) throw new Error(`event ${version} of draw ${row.id} is missing`);
  const command: Command = { type, event: fullEvent(stored.event, state, 'after') };
  const texts = new Map(stored.texts.map(({ number, before }) => [number, before]));
  return {
    command,
    texts: (number) => {
      const text = texts.get(number);
      return text === undefined ? undefined : { text };
    },
  };
}
