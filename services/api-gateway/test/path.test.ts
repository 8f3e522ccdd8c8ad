import * as fc from 'fast-check';
import { checkTarget } from '../src/proxy/path.js';

/** What Go's `path.Clean` does, and the sidecar with every path it has decoded. */
function clean(path: string): string {
  const out: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') out.pop();
    else if (segment !== '' && segment !== '.') out.push(segment);
  }
  return `/${out.join('/')}`;
}

function accepts(target: string): boolean {
  try {
    checkTarget(target);
    return true;
  } catch {
    return false;
  }
}

const special = '/ . .. %2e %2F %5c \\ %25 % %00 %1f # ? %23 %3f %c3%a9 %ff ; é %7f %20 :'.split(' ');
const pieces = fc.constantFrom(...special, 'api', 'users', '1', '.well-known', '~', ' ', '\t', '\u0000');
const targets = fc.oneof(
  fc.array(pieces, { maxLength: 8 }).map((parts) => `/api/${parts.join('')}`),
  fc.string({ unit: 'binary' }).map((text) => `/${text}`),
  fc.webPath(),
);

test('a path that is taken is the same after decoding and cleaning, as often as anybody does it', () => {
  fc.assert(
    fc.property(targets, (target) => {
      fc.pre(accepts(target));
      const { path, query } = checkTarget(target);
      expect(path + query).toBe(target);
      const decoded = decodeURIComponent(path);
      expect(clean(decoded)).toBe(decoded === '/' ? '/' : decoded.replace(/\/$/, ''));
      expect(decodeURIComponent(decoded)).toBe(decoded);
      expect(decoded.split('/').length).toBe(path.split('/').length);
      // eslint-disable-next-line no-control-regex -- controls are what is looked for
      expect(decoded).not.toMatch(/[\u0000-\u001f\u007f#?\\]/);
    }),
    { numRuns: 3000 },
  );
});

test('ordinary paths are taken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z0-9_~-]{1,20}$/), { minLength: 1 }),
      fc.boolean(),
      (segments, slash) => {
        expect(accepts(`/${segments.join('/')}${slash ? '/' : ''}`)).toBe(true);
      },
    ),
  );
  expect(checkTarget('/api/auth/.well-known/jwks.json')).toEqual({
    path: '/api/auth/.well-known/jwks.json',
    query: '',
  });
  expect(checkTarget('/api/users?q=%2f..%00&x=?')).toEqual({ path: '/api/users', query: '?q=%2f..%00&x=?' });
  expect(accepts('/api/caf%C3%A9/a%20b')).toBe(true);
});

test('an address beyond 8 KiB is 414', () => {
  expect(() => checkTarget(`/${'a'.repeat(8192)}`)).toThrow(expect.objectContaining({ status: 414 }));
});
