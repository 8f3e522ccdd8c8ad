import { fileURLToPath } from 'node:url';
import { authApi, email } from '@gym/contracts';
import { defineService, sagaOperations, type Overrides, type Service } from '@gym/service-kit';
import { z } from 'zod';
import { ensureRootAdmin, type Deps } from './accounts.js';
import type { Config } from './config.js';
import { accountsSnapshot } from './events/accounts.js';
import { userHandlers } from './events/users.js';
import { createPasswords } from './passwords.js';
import { createAdmin } from './routes/create-admin.js';
import { health } from './routes/health.js';
import { keySet } from './routes/key-set.js';
import { login } from './routes/login.js';
import { register } from './routes/register.js';
import { validate } from './routes/validate.js';
import { readSigningKeys } from './signing-keys.js';
import { forgetVersions } from './store/users.js';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const adminSecret = z.object({ email, password: authApi.newPassword });

/** Who may log in: accounts, passwords and access tokens. Profiles and standing belong to user-service. */
export function createService(config: Config, overrides: Overrides = {}): Service {
  return defineService(
    config,
    async ({ sdk, sidecar, log, ...resources }) => {
      const keys = readSigningKeys(await sdk.secret('jwt-signing'));
      const admin = adminSecret.parse(await sdk.secret('admin'));
      const database = await resources.database('auth-db', migrations);
      const passwords = await createPasswords(config.BCRYPT_COST, config.PASSWORD_QUEUE);
      const deps: Deps = { appId: config.APP_ID, database, sidecar, log, passwords };
      await ensureRootAdmin(deps, admin);
      return {
        keys: keys.source,
        inbox: { database, handlers: userHandlers, reset: forgetVersions, apiPath: '/api/auth' },
        snapshots: { accounts: accountsSnapshot },
        operations: [
          health(config.APP_ID),
          keySet(keys),
          register(deps),
          login(deps, keys),
          validate(deps),
          createAdmin(deps),
          ...sagaOperations(database),
        ],
      };
    },
    overrides,
  );
}
