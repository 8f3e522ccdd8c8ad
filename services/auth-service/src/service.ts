import { fileURLToPath } from 'node:url';
import { authApi, email } from '@gym/contracts';
import { defineService, sagaOperations, type Overrides, type Service } from '@gym/service-kit';
import { z } from 'zod';
import { ensureRootAdmin, type Deps } from './accounts.js';
import type { Config } from './config.js';
import { accountsSnapshot } from './events/accounts.js';
import { userHandlers } from './events/users.js';
import { createPasswords } from './passwords.js';
import { checkPassword } from './routes/check-password.js';
import { createAdmin } from './routes/create-admin.js';
import { exportAccount } from './routes/export-account.js';
import { sendResetMails } from './reset-mails.js';
import { changePassword } from './routes/change-password.js';
import { forgotPassword } from './routes/forgot-password.js';
import { health } from './routes/health.js';
import { keySet } from './routes/key-set.js';
import { endOwnSession } from './routes/end-session.js';
import { listOwnSessions } from './routes/list-sessions.js';
import { login } from './routes/login.js';
import { logoutAll } from './routes/logout-all.js';
import { logout } from './routes/logout.js';
import { refresh } from './routes/refresh.js';
import { register } from './routes/register.js';
import { resetPassword } from './routes/reset-password.js';
import { unlock } from './routes/unlock.js';
import { validate } from './routes/validate.js';
import { createSharedState } from './shared-state.js';
import { openSigningKeys } from './signing-keys.js';
import { deleteExpiredSessions } from './store/sessions.js';
import { deleteOldResets } from './store/password-resets.js';
import { forgetVersions } from './store/users.js';
import { createThrottle } from './throttle.js';

const migrations = fileURLToPath(new URL('../migrations', import.meta.url));
const secondsPerDay = 86_400;
/** A new key is known here by then; it signs when all replicas know it. */
const keysMs = 10_000;
const expiryMs = 3_600_000;
const mailMs = 500;
const adminSecret = z.object({ email, password: authApi.newPassword });

/** Who may log in: accounts, passwords and access tokens. Profiles and standing belong to user-service. */
export function createService(config: Config, overrides: Overrides = {}): Service {
  return defineService(
    config,
    async ({ sdk, sidecar, log, every, ...resources }) => {
      const keys = await openSigningKeys(() => sdk.secret('jwt-signing'));
      every(keysMs, 'reading the signing keys', () => keys.refresh());
      const admin = adminSecret.parse(await sdk.secret('admin'));
      const database = await resources.database('auth-db', migrations);
      const passwords = await createPasswords(config.BCRYPT_COST, config.PASSWORD_QUEUE);
      const lifetimes = {
        idle: config.SESSION_IDLE_DAYS * secondsPerDay,
        longest: config.SESSION_MAX_DAYS * secondsPerDay,
      };
      const throttle = createThrottle(createSharedState(sidecar, log));
      const deps: Deps = { appId: config.APP_ID, database, sidecar, log, passwords, keys, lifetimes, throttle };
      await ensureRootAdmin(deps, admin);
      every(expiryMs, 'deleting expired sessions', () => deleteExpiredSessions(database));
      every(expiryMs, 'deleting old links', () => deleteOldResets(database));
      const showLinks = config.NODE_ENV === 'development';
      const mail = { ...deps, publicUrl: config.PUBLIC_URL, showLinks };
      every(mailMs, 'sending mails', () => sendResetMails(mail));
      return {
        keys: keys.source,
        inbox: { database, handlers: userHandlers, reset: forgetVersions, apiPath: '/api/auth' },
        snapshots: { accounts: accountsSnapshot },
        operations: [
          health(config.APP_ID),
          keySet(keys, log),
          register(deps),
          login(deps),
          refresh(deps),
          logout(deps),
          logoutAll(deps),
          listOwnSessions(deps),
          endOwnSession(deps),
          validate(deps),
          createAdmin(deps),
          checkPassword(deps),
          exportAccount(deps),
          changePassword(deps),
          forgotPassword(deps),
          resetPassword(deps),
          unlock(deps),
          ...sagaOperations(database),
        ],
      };
    },
    overrides,
  );
}
