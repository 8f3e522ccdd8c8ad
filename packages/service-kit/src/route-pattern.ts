import type { Request } from 'express';
import { z } from 'zod';

const matched = z.object({ path: z.string() });

/** Where no route has taken a request. */
export const unmatched = 'unmatched';

/** The pattern of the route that took a request, such as `/api/users/:id`: there are few, whatever clients ask for. */
export function routePattern(req: Request): string {
  const route = matched.safeParse(req.route);
  return route.success ? req.baseUrl + route.data.path : unmatched;
}
