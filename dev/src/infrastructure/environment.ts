import { STACK_MARK } from '../process/leftovers.js';

/** What a child inherits; everything else of the developer's shell stays out, so that a start means the same everywhere. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR'];

export function childEnvironment(home: string, own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), [STACK_MARK]: home, ...own };
}
