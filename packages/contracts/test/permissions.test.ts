import { permissionOf, permissions, role } from '../src/index.js';
import { permissionsPage } from '../src/permissions-page.js';

/** Cells of a row of the printed table: without a login, member, trainer, admin. */
function printed(operationId: string): string[] | undefined {
  const row = permissionsPage()
    .split('\n')
    .find((line) => line.startsWith(`| \`${operationId}\` |`));
  return row
    ?.split(' | ')
    .slice(1)
    .map((cell) => cell.replace(' |', ''));
}

test('an operation that nobody decided about is served to nobody', () => {
  expect(() => permissionOf('GET /api/users/secrets')).toThrow('permissions.ts');
  expect(() => permissionOf('constructor')).toThrow('permissions.ts');
});

test('whoever may do something to others may do it to what is their own', () => {
  for (const id of Object.keys(permissions)) {
    const { access, others } = permissionOf(id);
    if (others === undefined) continue;
    expect(role.options).toContain(access);
    expect(role.options.indexOf(others)).toBeGreaterThan(role.options.findIndex((held) => held === access));
  }
});

test('the page says for every role what the guards do', () => {
  expect(printed('GET /api/users/health')).toEqual(['yes', 'yes', 'yes', 'yes']);
  expect(printed('GET /api/users/:id')).toEqual(['–', 'own', 'yes', 'yes']);
  expect(printed('DELETE /api/tournaments/:id')).toEqual(['–', '–', 'own', 'yes']);
  expect(printed('PATCH /api/users/ban')).toEqual(['–', '–', '–', 'yes']);
  expect(printed('GET /internal/sagas')).toBeUndefined();
});
