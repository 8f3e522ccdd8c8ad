import { personalDataApi } from '@gym/contracts';
import { expectOk, operation, StreamedJson, type Operation } from '@gym/service-kit';
import type { z } from 'zod';
import type { Deps } from '../decisions.js';
import { actsIn, decisionsIn, recordsOf } from '../personal-data.js';
import { presentProfile } from '../presenters.js';
import { ownProfile } from '../profiles.js';
import { listActsOf, listAudit } from '../store/audit.js';
import { findDetails } from '../store/details.js';

const { entrantRecords: records, exportedAccount, exportedNotifications, personalData } = personalDataApi;

/** In pieces: somebody can have years of tournaments behind them. */
export function exportMe({ database, sidecar }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/users/me/export',
    summary: 'Get all that the platform knows about you, as one JSON document',
    answer: { status: 200, schema: personalData },
    async handle({ caller, res }) {
      const user = await ownProfile(database, caller);
      const [details, account, notifications] = await Promise.all([
        findDetails(database, user.id),
        sidecar.invoke('auth-service', `/internal/accounts/${user.id}/export`),
        sidecar.invoke('notification-service', `/internal/notifications/${user.id}`),
      ]);
      res.set('content-disposition', 'attachment; filename="my-data.json"').set('cache-control', 'no-store');
      return new StreamedJson<z.input<typeof personalData>>({
        exported_at: new Date().toISOString(),
        profile: presentProfile(user, details, 'themself'),
        account: expectOk(account, exportedAccount),
        tournaments: {
          entries: recordsOf(sidecar, user.id, 'entries', records.entries),
          matches: recordsOf(sidecar, user.id, 'matches', records.matches),
          scores: recordsOf(sidecar, user.id, 'scores', records.scores),
          teams: recordsOf(sidecar, user.id, 'teams', records.teams),
          duties: recordsOf(sidecar, user.id, 'duties', records.duties),
          reports: recordsOf(sidecar, user.id, 'reports', records.reports),
          created: recordsOf(sidecar, user.id, 'created', records.created),
          templates: recordsOf(sidecar, user.id, 'templates', records.templates),
          seasons: recordsOf(sidecar, user.id, 'seasons', records.seasons),
          availability: recordsOf(sidecar, user.id, 'availability', records.availability),
          ratings: recordsOf(sidecar, user.id, 'ratings', records.ratings),
          calendar: recordsOf(sidecar, user.id, 'calendar', records.calendar),
          acts: recordsOf(sidecar, user.id, 'acts', records.acts),
        },
        notifications: expectOk(notifications, exportedNotifications).items,
        decisions: decisionsIn((before, limit) => listAudit(database, user.id, before, limit)),
        acts: actsIn((before, limit) => listActsOf(database, user.id, before, limit)),
      });
    },
  });
}
