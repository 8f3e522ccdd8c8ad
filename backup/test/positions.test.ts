import { consumersAhead } from '../src/positions.js';

const state = (name: string, lastSeq: number, positions: Record<string, number> = {}) => ({
  name: `${name}-db`,
  service: `${name}-service`,
  lastSeq,
  positions,
});

test('who knows of as many events as there are, or fewer, is not ahead', () => {
  const states = [state('user', 7, { 'auth-service': 3 }), state('auth', 4, { 'user-service': 7 })];
  expect(consumersAhead(states)).toEqual([]);
});

test('who knows of more events than their producer is named with it', () => {
  const states = [state('user', 7, { 'auth-service': 5 }), state('auth', 4, { 'user-service': 7 })];
  expect(consumersAhead(states)).toEqual([{ name: 'user-db', source: 'auth-service', position: 5, lastSeq: 4 }]);
});

test('producers without a database of their own have nothing to be compared with', () => {
  expect(consumersAhead([state('user', 7, { 'notification-service': 5 })])).toEqual([]);
});
