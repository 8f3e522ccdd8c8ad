import type { filesApi } from '@gym/contracts';
import { AppError } from '@gym/service-kit/errors';
import {
  EngineError,
  entrantsCsv,
  itemsOf,
  matchesCsv,
  standingsCsv,
  trfOf,
  writeBracketsModel,
  writeTrf16,
  type State,
} from '@gym/tournament-engine';
import type { z } from 'zod';
import { peopleOfDraws, readDraw } from '../play/read-draw.js';
import type { TournamentRow } from '../store/tournaments.js';
import type { Deps } from '../tournaments.js';
import { calendarOf } from './calendar.js';

/** A text with its media type. */
export interface WrittenFile {
  type: string;
  text: string;
}

interface Subject {
  tournament: TournamentRow;
  state: State;
  nameOf(entrant: number | string): string;
}

const csv = 'text/csv; charset=utf-8';

const ofDraw: Record<Exclude<filesApi.ExportFile, 'calendar.ics'>, (subject: Subject) => WrittenFile> = {
  'participants.csv': ({ state, nameOf }) => ({ type: csv, text: entrantsCsv(state, { nameOf }) }),
  'matches.csv': ({ state, nameOf }) => ({ type: csv, text: matchesCsv(state, { nameOf }) }),
  // Of several tables (groups, divisions) one below the other, with an empty line between.
  'standings.csv': ({ state, nameOf }) => ({
    type: csv,
    text: [...itemsOf(state.tables)].map(({ id }) => standingsCsv(state, id, { nameOf })).join('\r\n'),
  }),
  'brackets-model.json': ({ tournament, state, nameOf }) => ({
    type: 'application/json',
    text: JSON.stringify(writeBracketsModel(state, { tournament: tournament.id, nameOf })),
  }),
  'trf16.txt': ({ tournament: { name }, state, nameOf }) => ({
    type: 'text/plain; charset=utf-8',
    text: writeTrf16(trfOf(state, swissStage(state), { name, nameOf })),
  }),
};

/**
 * A tournament, or one of its draws, as a file for other programs. Names only, as everybody may see them.
 * @throws AppError 400 and 404 as reading a draw does, 409 for what is not drawn or has no such form
 */
export async function writeFile(
  deps: Deps,
  tournament: TournamentRow,
  file: filesApi.ExportFile,
  { category_id: categoryId, participant_id: participantId }: z.output<typeof filesApi.exportQuery>,
): Promise<WrittenFile> {
  if (file === 'calendar.ics') {
    const text = await calendarOf(deps.database, tournament, participantId);
    return { type: 'text/calendar; charset=utf-8', text };
  }
  const { state } = await readDraw(deps, tournament, categoryId);
  const people = await peopleOfDraws(deps.database, tournament.id, [{ state }]);
  const nameOf = (entrant: number | string): string => people.get(Number(entrant))?.name ?? String(entrant);
  try {
    return ofDraw[file]({ tournament, state, nameOf });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new AppError(409, 'no-such-form', 'Conflict', { detail: error.message, cause: error });
  }
}

function swissStage(state: State): number {
  return Math.max(
    0,
    [...itemsOf(state.stages)].findIndex(({ plan }) => plan.format === 'swiss'),
  );
}
