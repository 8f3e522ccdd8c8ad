import { publicApi } from '@gym/contracts';
import { operation, sendShared, type Operation } from '@gym/service-kit';
import { findPublic } from '../../spectators/find.js';
import { publicMatch, publicPerson, publicTournament } from '../../spectators/present.js';
import { readMatchDay } from '../../store/match-day.js';
import { listMatches, sidesOf } from '../../store/matches.js';
import { findParticipants } from '../../store/participants.js';
import type { Deps } from '../../tournaments.js';
import { publicParams, tagsOf } from './params.js';

export function getPublicBracket({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/public/tournaments/:slug/bracket',
    summary: 'Show the matches of a tournament that everybody may watch; none before the draw',
    params: publicParams,
    query: publicApi.noQuery,
    answer: { status: 200, schema: publicApi.publicBracket },
    refusals: [404],
    async handle({ params, res }) {
      const tournament = await findPublic(database, params.slug);
      const matches = await listMatches(database, tournament.id);
      const day = await readMatchDay(database, tournament.id);
      const people = await findParticipants(database, tournament.id, [...new Set(matches.flatMap(sidesOf))]);
      const view = {
        tournament: publicTournament(tournament),
        matches: matches.map((match) => publicMatch(match, day)),
        participants: people.map(publicPerson),
      };
      sendShared(res, tagsOf(tournament), JSON.stringify(view));
      return view;
    },
  });
}
