import { permissionOf, permissions, type Permission } from '@gym/contracts';
import { z } from 'zod';
import { call } from '../support/gateway.js';

/** An operation as clients reach it. */
export interface Endpoint {
  id: string;
  method: string;
  /** With its parameters, such as `/api/users/:id`. */
  path: string;
  permission: Permission;
}

/** Every row of the table of permissions, those between services too. */
export const endpoints: Endpoint[] = Object.keys(permissions).map((id) => {
  const [method = '', path = ''] = id.split(' ');
  return { id, method, path, permission: permissionOf(id) };
});

const openApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const methods = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** What the services themselves say that they serve. */
export async function servedOperations(): Promise<string[]> {
  const { paths } = openApi.parse((await call('GET', '/openapi.json')).body);
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => methods.has(method))
      .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
}
