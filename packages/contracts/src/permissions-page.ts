import { permissionOf, permissions, type Permission } from './permissions.js';
import { role, type Role } from './fields.js';

const intro = `# Permissions

Made by \`npm run generate -w packages/contracts\` from \`packages/contracts/src/permissions.ts\`, which the guards of all
services read. An operation that is not in that table does not compile.

A role may all that the roles left of it may. *own* means: what is the caller's own, and nobody else's; a dash means
403, for people without a login 401. Banned, pending and deleted people may nothing that needs a login. Which fields of
a person somebody sees and whom an admin may change: [people](people.md).
`;

const columns = ['', 'without a login', ...role.options];

/** `docs/permissions.md`: the table of permissions for people. */
export function permissionsPage(): string {
  const ids = Object.keys(permissions).map((id) => ({ id, permission: permissionOf(id) }));
  const open = ids.filter(({ permission }) => permission.access !== 'internal');
  const internal = ids.filter(({ permission }) => permission.access === 'internal');
  return [
    intro,
    row(columns),
    row(columns.map(() => '---')),
    ...open.map(({ id, permission }) => row([`\`${id}\``, ...cells(permission)])),
    '',
    'Between services only, behind the access rules of the sidecars (`dapr/config/`):',
    '',
    ...internal.map(({ id }) => `- \`${id}\``),
    '',
  ].join('\n');
}

function cells(permission: Permission): string[] {
  return [permission.access === 'public' ? 'yes' : '–', ...role.options.map((held) => cell(permission, held))];
}

function cell({ access, others }: Permission, held: Role): string {
  if (access === 'public') return 'yes';
  if (access === 'internal' || rank(held) < rank(access)) return '–';
  return others === undefined || rank(held) >= rank(others) ? 'yes' : 'own';
}

function rank(held: Role): number {
  return role.options.indexOf(held);
}

function row(values: string[]): string {
  return `| ${values.join(' | ')} |`;
}
