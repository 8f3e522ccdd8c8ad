import { AppError, badRequest, conflict, notFound } from '@gym/service-kit/errors';
import { EngineError, type EngineErrorCode } from '@gym/tournament-engine';

/** What is wrong with the request; all other refusals of the engine are about how far the tournament is. */
const wrongRequests: ReadonlySet<EngineErrorCode> = new Set([
  'too-few-entrants',
  'invalid-plan',
  'invalid-bracket',
  'no-play-needed',
  'side-unknown',
  'invalid-score',
  'draw-not-allowed',
  'invalid-seeds',
  'invalid-lots',
  'unknown-entrant',
  'unknown-workout',
  'repeated-entrant',
  'no-value',
  'mixed-measures',
]);

/** What people are told, where the sentence of the engine speaks of numbers that are its own. */
const sentences: Partial<Record<EngineErrorCode, string>> = {
  'no-play-needed': 'This match is a bye: there is nothing to play.',
  'side-unknown': 'A side of this match is not known yet.',
  'already-decided': 'This has a result already; a correction has to say that it is one.',
  'entrant-absent': 'Somebody in it has left the tournament.',
  'already-started': 'It is too late for that: something has been played already.',
};

/**
 * Does something with the engine; a refusal becomes an answer. The one place where codes of the engine become statuses.
 * @param idOf the id of a match by its number, for those that stand in the way
 */
export function engine<T>(work: () => T, idOf: (number: number) => number | undefined = () => undefined): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof EngineError) throw refusalOf(error, idOf);
    throw error;
  }
}

function refusalOf(
  { code, message, affected, affectedScores }: EngineError,
  idOf: (number: number) => number | undefined,
): AppError {
  const detail = sentences[code] ?? message;
  if (code === 'not-found') return notFound(detail, 'not-in-draw');
  if (code === 'too-few-entrants') return badRequest(detail, 'too-few-participants');
  if (wrongRequests.has(code)) return badRequest(detail, code);
  if (code !== 'next-match-played') return conflict(detail, code);
  const later = affected.length + affectedScores.length;
  return new AppError(409, code, 'Conflict', {
    detail: `${later === 1 ? 'A later result depends' : `${later} later results depend`} on this; force takes them away.`,
    errors: affected.flatMap((number) => {
      const id = idOf(number);
      return id === undefined ? [] : [{ pointer: `#/matches/${id}`, message: 'would lose its result' }];
    }),
  });
}
