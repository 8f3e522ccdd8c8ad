import { configSchema } from '../src/config.js';
import { cacheControl } from '../src/pages/static-files.js';

const base = {
  APP_ID: 'api-gateway',
  APP_PORT: '8000',
  DAPR_HTTP_PORT: '3500',
  DAPR_API_TOKEN: 'x'.repeat(16),
  APP_API_TOKEN: 'x'.repeat(16),
};

test('routes and origins are read from lists', () => {
  const config = configSchema.parse({
    ...base,
    GATEWAY_ROUTES: 'auth=auth-service,users=user-service',
    CORS_ORIGINS: 'http://a.test:3000,https://b.test',
  });
  expect([...config.GATEWAY_ROUTES]).toEqual([
    ['auth', 'auth-service'],
    ['users', 'user-service'],
  ]);
  expect(config.CORS_ORIGINS).toEqual(['http://a.test:3000', 'https://b.test']);
});

test.each([
  { GATEWAY_ROUTES: '' },
  { GATEWAY_ROUTES: 'auth' },
  { GATEWAY_ROUTES: 'auth=http://evil.test' },
  { GATEWAY_ROUTES: 'a/b=x' },
  { CORS_ORIGINS: '*' },
  { CORS_ORIGINS: 'http://a.test/' },
  { CORS_ORIGINS: 'a.test' },
  { UPSTREAM_TIMEOUT_MS: '0' },
  { PUBLIC_WS_URL: 'http://a.test' },
])('a start with %j is refused', (fault) => {
  expect(configSchema.safeParse({ ...base, GATEWAY_ROUTES: 'auth=auth-service', ...fault }).success).toBe(false);
});

test('only names with a hash are cached for good', () => {
  expect(cacheControl('/web/index.html')).toBe('no-cache');
  expect(cacheControl('/web/app-3f9a1c0b.js')).toContain('immutable');
  expect(cacheControl('/web/app.js')).toBe('public, max-age=60');
});
