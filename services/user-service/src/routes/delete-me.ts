import { personalDataApi, usersApi } from '@gym/contracts';
import { appendEvents, expectOk, operation, type Caller, type Operation, type Sidecar } from '@gym/service-kit';
import { conflict, forbidden, tooManyRequests } from '@gym/service-kit/errors';
import { apply, tellAuth, type Deps } from '../decisions.js';
import { startDeletion } from '../deletion.js';
import { requireNotRoot } from '../domain/standing.js';
import { lockOwnProfile } from '../profiles.js';
import { hasOtherAdmin, lockAdmins } from '../store/admins.js';

export function deleteMe(deps: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/users/me',
    summary: 'Delete your own account; `GET /api/users/deletions/:id` tells how far it is',
    body: usersApi.ownDeletion,
    answer: { status: 200, schema: usersApi.userDeleted },
    refusals: [403, 409, 429],
    async handle({ body, caller }) {
      await requirePassword(deps.sidecar, caller, body.password);
      const { sagaId, events } = await deps.database.transaction(async (tx) => {
        const user = await lockOwnProfile(tx, caller);
        requireNotRoot(user);
        if (user.role === 'admin') {
          await lockAdmins(tx);
          if (!(await hasOtherAdmin(tx, user.id))) throw conflict('You are the last admin.', 'last-admin');
        }
        let sagaId = '';
        const facts = await apply(tx, { actor: caller, action: 'delete' }, user, async () => {
          const { saga, events } = await startDeletion(tx, user);
          sagaId = saga.id;
          return { after: null, events };
        });
        return { sagaId, events: await appendEvents(tx, deps.appId, facts) };
      });
      await tellAuth(deps, events);
      return { detail: 'Your account was deleted.', saga_id: sagaId };
    },
  });
}

/** Seconds; auth-service knows better, but its headers do not come this far. */
const longestWait = 300;

/**
 * Asks auth-service, which alone knows passwords.
 * @throws AppError 403 for a wrong one, 429 after too many, 503 when auth-service does not answer
 */
async function requirePassword(sidecar: Sidecar, { id }: Caller, password: string): Promise<void> {
  const path = `/internal/accounts/${id}/check-password`;
  const answer = await sidecar.invoke('auth-service', path, { method: 'POST', body: { password } });
  if (answer.status === 429) throw tooManyRequests('Too many wrong passwords. Please wait.', longestWait);
  const { is_right } = expectOk(answer, personalDataApi.passwordAnswer);
  if (!is_right) throw forbidden('The password is wrong.', 'wrong-password');
}
