import { id, type notificationsApi, type personalDataApi } from '@gym/contracts';
import { z } from 'zod';

type Exported = z.infer<typeof personalDataApi.exportedNotifications>['items'][number];

/** What may be in the data of a frame, of whichever event; all else names others or is of no meaning to people. */
const own = z
  .object({
    tournament_id: id.nullable().catch(null),
    name: z.string().nullable().catch(null),
    message: z.string().nullable().catch(null),
    reason: z.string().nullable().catch(null),
  })
  .catch({ tournament_id: null, name: null, message: null, reason: null });

export function exported({ data, ...told }: notificationsApi.Notification): Exported {
  const { tournament_id, name, message, reason } = own.parse(data);
  return { ...told, tournament_id, tournament: name, message, reason };
}
