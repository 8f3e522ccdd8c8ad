import { fileURLToPath } from 'node:url';
import { defineService, sagaOperations, type BaseConfig, type Overrides, type Service } from '@gym/service-kit';
import type { Deps } from './decisions.js';
import { endedBans } from './ended-bans.js';
import { accountHandlers } from './events/accounts.js';
import { usersSnapshot } from './events/snapshot.js';
import { tournamentHandlers } from './events/tournaments.js';
import { approveUser } from './routes/approve-user.js';
import { banUser } from './routes/ban-user.js';
import { bulkApprove } from './routes/bulk-approve.js';
import { changeRole } from './routes/change-role.js';
import { deleteMe } from './routes/delete-me.js';
import { deleteUser } from './routes/delete-user.js';
import { exportMe } from './routes/export-me.js';
import { getDeletion } from './routes/get-deletion.js';
import { getMe } from './routes/get-me.js';
import { getUser } from './routes/get-user.js';
import { health } from './routes/health.js';
import { listAudit } from './routes/list-audit.js';
import { listAvailableUsers } from './routes/list-available-users.js';
import { listUsers } from './routes/list-users.js';
import { rejectUser } from './routes/reject-user.js';
import { unbanUser } from './routes/unban-user.js';
import { updateMe } from './routes/update-me.js';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));

/** Who people are and how they stand: profiles, approval, bans. Passwords belong to auth-service. */
export function createService(config: BaseConfig, overrides: Overrides = {}): Service {
  return defineService(
    config,
    async ({ sidecar, log, ...resources }) => {
      const database = await resources.database('user-db', migrations);
      const deps: Deps = { appId: config.APP_ID, database, sidecar, log };
      const bans = endedBans(deps);
      resources.onStarted(() => void bans.start());
      resources.onStop(() => bans.stop());
      return {
        inbox: { database, handlers: [...accountHandlers, ...tournamentHandlers], apiPath: '/api/users' },
        snapshots: { users: usersSnapshot },
        operations: [
          health(config.APP_ID),
          getMe(deps),
          updateMe(deps),
          exportMe(deps),
          deleteMe(deps),
          getDeletion(deps),
          getUser(deps),
          listUsers(deps),
          listAvailableUsers(deps),
          listAudit(deps),
          approveUser(deps),
          bulkApprove(deps),
          rejectUser(deps),
          banUser(deps),
          unbanUser(deps),
          changeRole(deps),
          deleteUser(deps),
          ...sagaOperations(database),
        ],
      };
    },
    overrides,
  );
}
