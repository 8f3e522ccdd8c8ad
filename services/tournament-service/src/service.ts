import { fileURLToPath } from 'node:url';
import { defineService, type BaseConfig, type Overrides, type Service } from '@gym/service-kit';
import { tournamentsSnapshot } from './events/tournaments.js';
import { userHandlers } from './events/users.js';
import { addParticipants } from './routes/add-participants.js';
import { approveParticipant } from './routes/approve-participant.js';
import { createTournament } from './routes/create-tournament.js';
import { deleteTournament } from './routes/delete-tournament.js';
import { exportEntrant } from './routes/export-entrant.js';
import { generateBracket } from './routes/generate-bracket.js';
import { getBracket } from './routes/get-bracket.js';
import { getTournament } from './routes/get-tournament.js';
import { health } from './routes/health.js';
import { joinTournament } from './routes/join-tournament.js';
import { leaderboard } from './routes/leaderboard.js';
import { listAvailableUsers } from './routes/list-available-users.js';
import { listLog } from './routes/list-log.js';
import { listMatches } from './routes/list-matches.js';
import { listParticipants } from './routes/list-participants.js';
import { listTournaments } from './routes/list-tournaments.js';
import { reportResult } from './routes/report-result.js';
import type { Deps } from './tournaments.js';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** Tournaments: who takes part, how the bracket is drawn, and what became of the matches. */
export function createService(config: BaseConfig, overrides: Overrides = {}): Service {
  return defineService(
    config,
    async ({ sidecar, ...resources }) => {
      const database = await resources.database('tournament-db', migrations);
      const deps: Deps = { appId: config.APP_ID, database, sidecar };
      return {
        inbox: { database, handlers: userHandlers, apiPath: '/api/tournaments' },
        snapshots: { tournaments: tournamentsSnapshot },
        operations: [
          health(config.APP_ID),
          createTournament(deps),
          listTournaments(deps),
          getTournament(deps),
          deleteTournament(deps),
          joinTournament(deps),
          addParticipants(deps),
          listParticipants(deps),
          approveParticipant(deps),
          generateBracket(deps),
          listMatches(deps),
          getBracket(deps),
          reportResult(deps),
          listLog(deps),
          leaderboard(deps),
          listAvailableUsers(deps),
          exportEntrant(deps),
        ],
      };
    },
    overrides,
  );
}
