import { ConfigError, readConfig } from '@gym/service-kit';
import { configSchema } from '../src/config.js';

const base = {
  APP_ID: 'notification-service',
  APP_PORT: '8004',
  DAPR_HTTP_PORT: '3504',
  DAPR_API_TOKEN: 'x'.repeat(16),
  APP_API_TOKEN: 'y'.repeat(16),
};

test('in development any page may open sockets; in production the pages must be named', () => {
  expect(readConfig(configSchema, base).ALLOWED_ORIGINS).toBeUndefined();
  expect(() => readConfig(configSchema, { ...base, NODE_ENV: 'production' })).toThrow(ConfigError);
  const pages = 'https://gym.example, https://www.gym.example';
  expect(readConfig(configSchema, { ...base, NODE_ENV: 'production', ALLOWED_ORIGINS: pages }).ALLOWED_ORIGINS).toEqual(
    ['https://gym.example', 'https://www.gym.example'],
  );
});

test('a socket address that is no WebSocket address is refused', () => {
  expect(() => readConfig(configSchema, { ...base, PUBLIC_WS_URL: 'https://gym.example/ws' })).toThrow(/PUBLIC_WS_URL/);
});
