import { usersApi } from '@gym/contracts';
import { appendEvents, operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../decisions.js';
import { updateProfile } from '../domain/profile.js';
import { profileUpdatedEvent } from '../events/users.js';
import { presentProfile } from '../presenters.js';
import { lockOwnProfile } from '../profiles.js';
import { findDetails, saveProfile } from '../store/details.js';

export function updateMe({ database, appId }: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/users/me',
    summary: 'Change your own profile: what is left out stays, null removes',
    body: usersApi.profileUpdate,
    answer: { status: 200, schema: usersApi.profile },
    refusals: [400],
    handle: ({ body, caller }) =>
      database.transaction(async (tx) => {
        const user = await lockOwnProfile(tx, caller);
        const before = { ...(await findDetails(tx, user.id)), full_name: user.full_name };
        const after = updateProfile(before, body, usersApi.maxPreferences);
        await saveProfile(tx, user.id, after);
        const changed = { ...user, full_name: after.full_name };
        if (after.full_name !== before.full_name) await appendEvents(tx, appId, [profileUpdatedEvent(changed)]);
        return presentProfile(changed, after, 'themself');
      }),
  });
}
