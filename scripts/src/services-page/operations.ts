import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionOf, permissions, type Permission } from '@gym/contracts';

/** An endpoint as the page shows it. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly who: string;
  readonly summary: string;
}

interface Declaration {
  readonly id: RegExp;
  readonly summary: string;
}

/**
 * The operations that the sources of each place declare, each with who may call it, in the order of the table of
 * permissions. Sources are read and not run, because an operation exists in a running service only.
 * @param folders of sources, by the name of the place
 * @throws where the table has an operation that no source declares in the usual form
 */
export function readEndpoints(folders: ReadonlyMap<string, string>): Map<string, Endpoint[]> {
  const places = [...folders].map(([place, folder]) => ({ place, declarations: declarationsIn(folder) }));
  const endpoints = new Map(places.map(({ place }): [string, Endpoint[]] => [place, []]));
  for (const id of Object.keys(permissions)) {
    const found = places.flatMap(({ place, declarations }) =>
      declarations.filter((declared) => declared.id.test(id)).map(({ summary }) => ({ place, summary })),
    );
    const [declared] = found;
    if (declared === undefined) {
      throw new Error(`no file declares ${id} with method, path and summary as its first lines, in this order`);
    }
    const [method = '', path = ''] = id.split(' ');
    endpoints.get(declared.place)?.push({ method, path, who: whoMay(permissionOf(id)), summary: declared.summary });
  }
  return endpoints;
}

/** How an operation begins, in the shape that the formatter gives it. */
const beginning = /method: '(\w+)',\s+path: (?:'([^']+)'|`([^`]+)`|(\w+)),\s+summary:\s+(['"`])(.+?)\5,\n/g;

function declarationsIn(folder: string): Declaration[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => declarationsOf(readFileSync(join(folder, file), 'utf8')));
}

/** A path may have a part that varies, or be a constant of the same file. */
function declarationsOf(source: string): Declaration[] {
  return [...source.matchAll(beginning)].map(([, method = '', fixed, pattern, constant, , summary = '']) => {
    const path = fixed ?? pattern ?? new RegExp(`const ${constant} = '([^']+)'`).exec(source)?.[1] ?? '';
    const id = `${method.toUpperCase()} ${path}`.replaceAll('.', '\\.').replaceAll(/\$\{\w+\}/g, '.+');
    return { id: new RegExp(`^${id}$`), summary: summary.replaceAll(/\$\{(\w+)\}/g, 'the $1') };
  });
}

function whoMay({ access, others }: Permission): string {
  if (access === 'public') return 'everybody';
  if (access === 'internal') return 'services';
  return others === undefined || others === access ? access : `${access} (own), ${others}`;
}
