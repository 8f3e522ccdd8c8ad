import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSecrets, readSecrets } from '../src/secrets.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gym-secrets-'));
  file = join(folder, 'secrets.json');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the first start makes secrets that only the owner can read', () => {
  const { secrets, made } = ensureSecrets(file, {});
  expect(made).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(secrets.admin.email).toBe('admin@gym.local');
  expect(secrets.admin.password.length).toBeGreaterThanOrEqual(16);
  expect(secrets.development['dapr-api-token']).not.toBe(secrets.development['app-api-token']);
});

test('the signing key is an EC key on P-256 in PKCS 8, under the id that is active', () => {
  const { secrets } = ensureSecrets(file, {});
  const keys = secrets['jwt-signing'];
  const key = createPrivateKey(keys[keys['active'] ?? ''] ?? '');
  expect(key.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
});

test('later starts keep them, whatever the environment says', () => {
  const first = ensureSecrets(file, { ADMIN_EMAIL: 'boss@gym.test', ADMIN_PASSWORD: 'chosen-password' });
  const second = ensureSecrets(file, { ADMIN_EMAIL: 'other@gym.test' });
  expect(second).toEqual({ secrets: first.secrets, made: false });
  expect(second.secrets.admin).toEqual({ email: 'boss@gym.test', password: 'chosen-password' });
});

test('two stacks share no secret', () => {
  const one = ensureSecrets(file, {}).secrets;
  const other = ensureSecrets(join(folder, 'other.json'), {}).secrets;
  expect(one.redis.password).not.toBe(other.redis.password);
  expect(one.admin.password).not.toBe(other.admin.password);
});

test('a damaged file is a fault, not a reason to make new secrets', () => {
  writeFileSync(file, '{"redis": {}}');
  expect(() => readSecrets(file)).toThrow(/damaged/);
});
