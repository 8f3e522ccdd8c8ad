import { personalDataApi } from '@gym/contracts';
import { expectOk, operation, type Operation } from '@gym/service-kit';
import type { Deps } from '../decisions.js';
import { presentAudit, presentProfile } from '../presenters.js';
import { ownProfile } from '../profiles.js';
import { listAudit } from '../store/audit.js';
import { findDetails } from '../store/details.js';

const { maxExported, exportedAccount, exportedEntries, personalData } = personalDataApi;

export function exportMe({ database, sidecar }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users/me/export',
    summary: 'Get all that the platform knows about you, as one JSON document',
    answer: { status: 200, schema: personalData },
    async handle({ caller, res }) {
      const user = await ownProfile(database, caller);
      const [details, decisions, account, tournaments] = await Promise.all([
        findDetails(database, user.id),
        listAudit(database, user.id, Number.MAX_SAFE_INTEGER, maxExported),
        sidecar.invoke('auth-service', `/internal/accounts/${user.id}/export`),
        sidecar.invoke('tournament-service', `/internal/entrants/${user.id}/export`),
      ]);
      res.set('content-disposition', 'attachment; filename="my-data.json"').set('cache-control', 'no-store');
      return {
        exported_at: new Date().toISOString(),
        profile: presentProfile(user, details, 'themself'),
        account: expectOk(account, exportedAccount),
        tournaments: expectOk(tournaments, exportedEntries),
        // Who decided is the business of the house, not a fact about the person.
        decisions: decisions.map(presentAudit).map(({ actor_id: _actor, request_id: _request, ...entry }) => entry),
      };
    },
  });
}
