import { playApi } from '@gym/contracts';
import { operation, type Caller, type Operation, type Transaction } from '@gym/service-kit';
import { requirePlayer } from '../domain/permissions.js';
import { perform } from '../play/perform.js';
import { previewOf } from '../play/preview.js';
import { presentPlayed } from '../play/present.js';
import { isOfMatch } from '../play/translate.js';
import { requireRefereeOf } from '../standing.js';
import { changeTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

async function requirePlay(
  tx: Transaction,
  tournamentId: number,
  caller: Caller,
  command: playApi.PlayCommand,
): Promise<void> {
  const matchId = isOfMatch(command) ? command.match_id : undefined;
  requirePlayer(await requireRefereeOf(tx, tournamentId, { caller, matchId }), command.type);
}

export function play(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/play',
    summary: 'Do something in a draw: results, walkovers, scores, rounds, lots, seeds, undo and redo',
    params: tournamentParams,
    body: playApi.play,
    answer: { status: 200, schema: playApi.played },
    refusals: [400, 404, 409, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        await requirePlay(tx, tournament.id, input.caller, input.body.command);
        const played = await perform(tx, deps.states, tournament, input.body);
        const { events, log, draw } = played;
        return { events, log, draws: [draw], answer: () => presentPlayed(played) };
      }),
  });
}

export function previewPlay(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/play/preview',
    summary: 'Show what a command would change, and which later results it would take away',
    params: tournamentParams,
    body: playApi.play,
    answer: { status: 200, schema: playApi.playPreview },
    refusals: [400, 404, 409, 412],
    idempotencyKey: 'ignored',
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        await requirePlay(tx, tournament.id, input.caller, input.body.command);
        const answer = await previewOf(tx, deps.states, tournament, input.body);
        return { events: [], log: [], answer: () => answer };
      }),
  });
}
