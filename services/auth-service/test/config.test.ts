import { readConfig } from '@gym/service-kit';
import { configSchema } from '../src/config.js';

const env = {
  APP_ID: 'auth-service',
  APP_PORT: '8001',
  DAPR_HTTP_PORT: '3501',
  DAPR_API_TOKEN: 'x'.repeat(16),
  APP_API_TOKEN: 'y'.repeat(16),
};

test('passwords cost 12 unless said otherwise', () => {
  expect(readConfig(configSchema, env).BCRYPT_COST).toBe(12);
});

test('cheap passwords are for tests only', () => {
  expect(readConfig(configSchema, { ...env, BCRYPT_COST: '4', NODE_ENV: 'test' }).BCRYPT_COST).toBe(4);
  expect(() => readConfig(configSchema, { ...env, BCRYPT_COST: '9', NODE_ENV: 'production' })).toThrow(/BCRYPT_COST/);
  expect(() => readConfig(configSchema, { ...env, BCRYPT_COST: '3' })).toThrow(/BCRYPT_COST/);
});
