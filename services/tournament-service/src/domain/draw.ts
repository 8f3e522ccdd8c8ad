import type { tournamentsApi } from '@gym/contracts';
import { badRequest, conflict } from '@gym/service-kit/errors';
import { begin, itemsOf, statusOf, type Occupant, type Side, type StagePlan } from '@gym/tournament-engine';

type PlayableType = (typeof tournamentsApi.playableTypes)[number];

const formats: Record<PlayableType, StagePlan> = { single_elimination: { format: 'single-elimination' } };

export interface DrawnMatch {
  round: number;
  match_number: number;
  participant1_id: number | null;
  participant2_id: number | null;
  winner_id: number | null;
  is_bye: boolean;
  /** Index in the list of the match where the winner goes. */
  next: number | null;
  next_side: Side | null;
}

export interface Draw {
  rounds: number;
  matches: DrawnMatch[];
}

/**
 * The bracket of a tournament.
 * @param seeds participant ids, the first is the top seed
 * @throws AppError 409 when it is drawn already, 400 when it cannot be
 */
export function draw(
  { status, tournament_type }: { status: string; tournament_type: tournamentsApi.Tournament['tournament_type'] },
  seeds: number[],
): Draw {
  if (status !== 'setup') throw conflict('The bracket has been drawn already.', 'already-drawn');
  if (!isPlayable(tournament_type)) {
    throw badRequest(`Tournaments of the type ${tournament_type} are not available yet.`, 'type-not-available');
  }
  if (seeds.length < 2) throw badRequest('A bracket needs at least two approved participants.', 'too-few-participants');
  const { state } = begin({ entrants: seeds, stages: [formats[tournament_type]] });
  const participantOf = (seed: Occupant): number | null =>
    typeof seed === 'number' ? (seeds[seed - 1] ?? null) : null;
  let rounds = 0;
  const matches = [...itemsOf(state.matches)].map((match): DrawnMatch => {
    const { round, number, sides, decision, winnerTo } = match;
    const participants = [participantOf(sides[0]), participantOf(sides[1])] as const;
    rounds = Math.max(rounds, round);
    return {
      round,
      match_number: number,
      participant1_id: participants[0],
      participant2_id: participants[1],
      winner_id: decision === 0 || decision === 1 ? participants[decision] : null,
      is_bye: statusOf(match) === 'bye',
      next: winnerTo?.to === 'side' ? winnerTo.match : null,
      next_side: winnerTo?.to === 'side' ? winnerTo.side : null,
    };
  });
  return { rounds, matches };
}

function isPlayable(type: string): type is PlayableType {
  return Object.hasOwn(formats, type);
}
