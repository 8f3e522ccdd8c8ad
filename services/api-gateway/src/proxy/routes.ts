import { AppError, notFound } from '@gym/service-kit/errors';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

export const allowedMethods = [...methods, 'OPTIONS'].join(', ');

/** @throws AppError 405 for a verb that no service knows */
export function checkMethod(method: string | undefined): Method {
  const known = methods.find((item) => item === method);
  if (known !== undefined) return known;
  const detail = `The verb is not possible here; ${allowedMethods} are.`;
  throw new AppError(405, 'method-not-allowed', 'Method not allowed', { detail, headers: { allow: allowedMethods } });
}

/**
 * The name below `/api` that a checked path begins with. Only such paths are forwarded, which keeps the sidecar's own
 * API (`/v1.0/...`) and the services' `/internal/...` out of reach.
 * @throws AppError 404 for a name that nobody serves
 */
export function routeOf<Route>(routes: ReadonlyMap<string, Route>, path: string): Route {
  const name = /^\/api\/([^/]+)/.exec(path)?.[1];
  const route = name === undefined ? undefined : routes.get(name);
  if (route === undefined) throw notFound(`There is nothing at ${path.slice(0, 200)}.`);
  return route;
}
