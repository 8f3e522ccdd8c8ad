import type { CloudEvent } from '@gym/contracts';
import { createLiveLedger } from '../src/events/live-consumer.js';
import { createLogger } from '../src/logger.js';

const source = 'tournament-service';

function eventOf(seq: number): CloudEvent {
  const id = `00000000-0000-4000-8000-${String(seq).padStart(12, '0')}`;
  const time = '2027-01-01T00:00:00Z';
  return {
    specversion: '1.0',
    id,
    source,
    type: 'gym.thing.v1',
    subject: String(seq),
    time,
    data: { seq, payload: {} },
  };
}

test('a replica begins with the present, hears what follows in order and once, and begins again when its place is lost', async () => {
  const heard: string[] = [];
  let last = 7;
  const listener = {
    hear: ({ subject }: CloudEvent) => void heard.push(subject),
    begin: (from: string) => void heard.push(`begins with ${from}`),
  };
  const log = createLogger('test', { level: 'silent', json: false });
  const ledger = createLiveLedger(listener, () => Promise.resolve(last), log);
  expect(await ledger.position(source)).toBe(7);
  expect(await ledger.apply(source, [7, 8, 9, 9, 11].map(eventOf))).toBe(9);
  expect(await ledger.position(source)).toBe(9);
  last = 3;
  await ledger.placeLost?.(source, 'restored');
  expect(await ledger.position(source)).toBe(3);
  expect(await ledger.apply(source, [eventOf(4)])).toBe(4);
  expect(heard).toEqual([`begins with ${source}`, '8', '9', `begins with ${source}`, '4']);
});

test('an event that cannot be used holds up nobody', async () => {
  const heard: string[] = [];
  const hear = ({ subject }: CloudEvent): void => {
    if (subject === '1') throw new Error('of another shape');
    heard.push(subject);
  };
  const log = createLogger('test', { level: 'silent', json: false });
  const ledger = createLiveLedger({ hear }, () => Promise.resolve(0), log);
  expect(await ledger.apply(source, [1, 2].map(eventOf))).toBe(2);
  expect(heard).toEqual(['2']);
});
