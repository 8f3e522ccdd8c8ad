import { publicApi } from '@gym/contracts';
import { expectOk, type Sidecar } from '@gym/service-kit';

/** Which of these tournaments everybody may watch. @throws AppError 503 when tournament-service does not answer */
export type Watchable = (ids: readonly number[]) => Promise<number[]>;

/** Asked each time: who makes a tournament one for members wants it to be so at once. */
export function askWatchable(sidecar: Sidecar): Watchable {
  return async (ids) => {
    const path = `/internal/watchable-tournaments?ids=${ids.join(',')}`;
    return expectOk(await sidecar.invoke('tournament-service', path), publicApi.watchable).ids;
  };
}
