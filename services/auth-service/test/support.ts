import { startTestService, type TestOptions, type TestService } from '../../../tests/support/service.js';
import { createService } from '../src/service.js';

interface Settings {
  BCRYPT_COST: number;
  PASSWORD_QUEUE: number;
  SESSION_IDLE_DAYS: number;
  SESSION_MAX_DAYS: number;
  PUBLIC_URL: string;
}

const defaults: Settings = {
  BCRYPT_COST: 4,
  PASSWORD_QUEUE: 64,
  SESSION_IDLE_DAYS: 7,
  SESSION_MAX_DAYS: 30,
  PUBLIC_URL: 'https://gym.test',
};

export function startAuth(options: TestOptions<Partial<Settings>> = { database: 'auth-db' }): Promise<TestService> {
  return startTestService('auth-service', createService, {
    ...options,
    settings: { ...defaults, ...options.settings },
  });
}

let people = 0;

/** A registration nobody else makes. */
export function person(fields: object = {}): { email: string; password: string; full_name: string } {
  people += 1;
  return { email: `person${people}@gym.test`, password: 'correct horse', full_name: `Person ${people}`, ...fields };
}
