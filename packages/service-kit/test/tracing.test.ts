import * as fc from 'fast-check';
import { statementName } from '../src/tracing/statement-span.js';
import { isRecorded, isTraceparent, traceIdOf, traceparentFrom, unrecorded } from '../src/tracing/traceparent.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = `00-${trace}-00f067aa0ba902b7-01`;

test('the trace of a caller goes on; what is no trace context begins one that nobody records', () => {
  expect(traceparentFrom(parent)).toBe(parent);
  fc.assert(
    fc.property(fc.option(fc.string(), { nil: undefined }), (header) => {
      const begun = traceparentFrom(header);
      expect(isTraceparent(begun)).toBe(true);
      expect(isRecorded(begun)).toBe(false);
      expect(traceparentFrom(header)).not.toBe(begun);
    }),
  );
});

test.each([
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${trace}-${'0'.repeat(16)}-01`,
  `ff-${parent.slice(3)}`,
  '',
])('%s is no trace context', (header) => expect(isTraceparent(header)).toBe(false));

test('a trace is recorded when its flag is odd, and until somebody says that it is not', () => {
  const flags = (text: string): string => parent.slice(0, -2) + text;
  expect(['01', '03', '0b', 'ff'].map((text) => isRecorded(flags(text)))).toEqual([true, true, true, true]);
  expect(['00', '02', '0a'].map((text) => isRecorded(flags(text)))).toEqual([false, false, false]);
  expect(isRecorded(undefined)).toBe(false);
  expect(isRecorded(unrecorded(parent))).toBe(false);
  expect(traceIdOf(unrecorded(parent))).toBe(trace);
});

test.each([
  ['select id from users where email = $1', 'select users'],
  ['\n  insert into outbox (seq)\n select seq from unnest($1)', 'insert outbox'],
  ['update only matches set score = $1', 'update matches'],
  ['delete from dead_events where id < 5', 'delete dead_events'],
  [`select pg_notify('outbox', '')`, 'select pg_notify'],
  ['with gone as (select 1 from users) select * from gone', 'with users'],
  [
    'with counter as (update outbox_sequence set n = 1), written as (insert into outbox select 1) select 1 from counter',
    'update outbox_sequence, insert outbox',
  ],
  ['with due as (select 1 from a for no key update skip locked) update only b set c = 1 from due', 'update b'],
  ['with old as (delete from a) insert into b values (1) on conflict do update set c = 1', 'delete a, insert b'],
  ['commit', 'commit'],
  ['', 'sql'],
])('the name of `%s` is %s', (sql, name) => expect(statementName(sql)).toBe(name));
