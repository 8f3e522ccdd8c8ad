import { mergeDocuments, type ServiceDocument } from '../src/openapi/merge.js';

const problem = { type: 'object', properties: { detail: { type: 'string' } } };
const reference = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

function document(prefix: string, schemas: Record<string, unknown>, uses: string): ServiceDocument {
  return { paths: { [`/api/${prefix}/x`]: { get: { answer: reference(uses) } } }, components: { schemas } };
}

test('what two services describe alike stays one component; what differs gets the name of its route', () => {
  const merged = mergeDocuments([
    { name: 'auth', appId: 'auth-service', document: document('auth', { Problem: problem, User: { a: 1 } }, 'User') },
    {
      name: 'users',
      appId: 'user-service',
      document: document('users', { Problem: problem, User: { b: 2 }, List: { items: reference('User') } }, 'List'),
    },
  ]);
  expect(merged.components['schemas']).toEqual({
    Problem: problem,
    User: { a: 1 },
    'users.User': { b: 2 },
    List: { items: reference('users.User') },
  });
  expect(merged.paths['/api/auth/x']).toEqual({ get: { answer: reference('User') } });
  expect(merged.tags).toEqual([{ name: 'auth-service' }, { name: 'user-service' }]);
});

test('components that look alike but refer to different things are kept apart', () => {
  const list = { items: reference('User') };
  const merged = mergeDocuments([
    { name: 'auth', appId: 'a', document: document('auth', { User: { a: 1 }, List: list }, 'List') },
    { name: 'users', appId: 'b', document: document('users', { User: { b: 2 }, List: list }, 'List') },
  ]);
  expect(merged.components['schemas']).toMatchObject({ List: list, 'users.List': { items: reference('users.User') } });
  expect(merged.paths['/api/users/x']).toEqual({ get: { answer: reference('users.List') } });
});

test('a service cannot describe paths that are not its own', () => {
  const merged = mergeDocuments([{ name: 'users', appId: 'b', document: document('auth', {}, 'User') }]);
  expect(merged.paths).toEqual({});
});
