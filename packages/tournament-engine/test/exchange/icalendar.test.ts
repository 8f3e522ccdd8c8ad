import * as fc from 'fast-check';
import ICAL from 'ical.js';
import {
  matchCalendar,
  planSchedule,
  jobsOf,
  writeCalendar,
  type Calendar,
  type CalendarEvent,
} from '../../src/index.js';
import { runs } from '../runs.js';
import { doAll, drawn, refused } from '../support.js';

/** What another program makes of a calendar. */
function read(text: string): Record<string, unknown>[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      start: event.startDate.toUnixTime() * 1000,
      end: event.endDate.toUnixTime() * 1000,
      zone: event.startDate.zone.tzid,
      summary: event.summary,
      location: event.location,
      description: event.description,
      sequence: event.sequence,
      status: component.getFirstPropertyValue('status'),
    };
  });
}

const noon = Date.UTC(2026, 8, 1, 12);
const minute = 60_000;
const event: CalendarEvent = { uid: 'match-1@cup.example', start: noon, end: noon + minute, summary: 'A – B' };
const write =
  (more: Partial<CalendarEvent>, calendar: Partial<Calendar> = {}) =>
  () =>
    writeCalendar({ name: 'Cup', stamp: noon, events: [{ ...event, ...more }], ...calendar });

describe('a calendar', () => {
  it('is read by ical.js to the same events, whatever their texts are', () => {
    // Of one to four octets each, the first and last of their kind among them.
    const letters = fc.constantFrom(...'ab ,;:\\"\n~é\u07FF\u0800漢\uFFFD\u{10000}🏋'.match(/./gsu)!);
    const text = fc.oneof(
      fc.string({ unit: letters, minLength: 1, maxLength: 120 }),
      fc.string({ unit: 'grapheme', minLength: 1 }).map((value) => value.replaceAll(/\p{Control}/gu, 'x')),
    );
    const events = fc.array(
      fc.record({
        start: fc.integer({ min: Date.UTC(1970, 0, 2) / 1000, max: Date.UTC(2200, 0, 1) / 1000 }),
        length: fc.integer({ min: 1, max: 100_000 }),
        summary: text,
        location: text,
        description: text,
        sequence: fc.nat(),
        status: fc.constantFrom('confirmed' as const, 'tentative' as const, 'cancelled' as const),
      }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(events, text, (list, name) => {
        const made = list.map(({ start, length, ...rest }, at) => {
          return { uid: `match-${at}@cup.example`, start: start * 1000, end: (start + length) * 1000, ...rest };
        });
        const written = writeCalendar({ name, stamp: noon, events: made });
        const expected = made.map((one) => Object.assign({}, one, { zone: 'UTC', status: one.status.toUpperCase() }));
        expect(read(written)).toEqual(expected);
        expect(written.endsWith('END:VCALENDAR\r\n')).toBe(true);
        const lines = written.split('\r\n');
        for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        // A line goes on in the next one only when not even one more character has room.
        const withOneMore = lines.flatMap((line, at) => {
          const next = lines[at + 1] ?? '';
          return next.startsWith(' ') ? [Buffer.byteLength(line + String.fromCodePoint(next.codePointAt(1)!))] : [];
        });
        expect(Math.min(76, ...withOneMore)).toBe(76);
      }),
      runs(200),
    );
  });

  it('is these lines', () => {
    expect(write({ summary: 'A, B; C\\D\r\nE', location: 'Court 1', sequence: 2, status: 'tentative' })()).toBe(
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//Gym platform//Tournament engine//EN',
        'CALSCALE:GREGORIAN',
        'METHOD:PUBLISH',
        'X-WR-CALNAME:Cup',
        'BEGIN:VEVENT',
        'UID:match-1@cup.example',
        'DTSTAMP:20260901T120000Z',
        'DTSTART:20260901T120000Z',
        'DTEND:20260901T120100Z',
        'SEQUENCE:2',
        'STATUS:TENTATIVE',
        'SUMMARY:A\\, B\\; C\\\\D\\nE',
        'LOCATION:Court 1',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ].join('\r\n'),
    );
  });

  it('leaves out what has no way to be written', () => {
    expect(read(write({ summary: 'a\u0000\u0007b\uD800' })())[0]?.['summary']).toBe('ab\uFFFD');
  });

  it.each([
    [1, '~'],
    [2, '\u0080'],
    [2, '\u07FF'],
    [3, '\u0800'],
    [3, '\uFFFD'],
    [4, '\u{10000}'],
  ])('has room for 75 octets in a line, of which %i are %j', (octets, character) => {
    const full = 'x'.repeat(67 - octets);
    expect(write({ summary: full + character })()).toContain(`\r\nSUMMARY:${full}${character}\r\n`);
    expect(write({ summary: `${full}x${character}` })()).toContain(`\r\nSUMMARY:${full}x\r\n ${character}\r\n`);
  });

  it('is certain when nothing else is said', () => {
    expect(write({})()).toContain('SEQUENCE:0\r\nSTATUS:CONFIRMED\r\n');
  });

  it('is of the years 1 to 9999', () => {
    const [first, last] = ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].map(Date.parse) as [number, number];
    expect(write({ start: first, end: last })()).toContain('DTSTART:00010101T000000Z\r\nDTEND:99991231T235959Z');
    expect(write({ start: first - 1000 })).toThrow(refused('invalid-calendar'));
    expect(write({ end: last + 1000 })).toThrow(refused('invalid-calendar'));
  });

  it.each([
    ['ends before it starts', write({ end: noon - minute })],
    ['takes no time', write({ end: noon })],
    ['starts at no time', write({ start: Number.NaN, end: Number.NaN })],
    ['ends after the last year', write({ end: Date.UTC(12_000, 0) })],
    ['is written at no time', write({}, { stamp: Number.POSITIVE_INFINITY })],
    ['was moved less than never', write({ sequence: -1 })],
    ['was moved half a time', write({ sequence: 0.5 })],
    ['has no name', write({ uid: '' })],
    ['is there twice', write({}, { events: [event, event] })],
  ])('refuses an event that %s', (_what, act) => {
    expect(act).toThrow(refused('invalid-calendar'));
  });
});

describe('the calendar of a tournament', () => {
  const state = () => doAll(drawn(6, { format: 'single-elimination' }), { type: 'report', match: 1, winner: 1 });
  const options = () => {
    const { placements } = planSchedule({
      jobs: jobsOf(drawn(6, { format: 'single-elimination' }), () => 20 * minute),
      courts: [{ id: 'A', open: [{ start: noon, end: noon + 600 * minute }] }],
      rules: { start: noon },
    });
    return { name: 'Cup', placements, stamp: noon, domain: 'cup.example' };
  };

  it('has every match, tentative while somebody is not known', () => {
    const events = read(
      matchCalendar(state(), { ...options(), sequenceOf: (match) => match, courtName: (id) => `Court ${id}` }),
    );
    expect(events).toHaveLength(5);
    expect(events.find(({ uid }) => uid === 'match-4@cup.example')).toMatchObject({
      summary: 'e1 – e5',
      status: 'CONFIRMED',
      sequence: 4,
      location: 'Court A',
    });
    expect(events.find(({ uid }) => uid === 'match-6@cup.example')).toMatchObject({
      status: 'TENTATIVE',
      summary: '? – ?',
    });
  });

  it('is these lines of a match, earlier ones first', () => {
    const placements = [
      { job: 2, court: null, start: noon, end: noon + minute },
      { job: 4, court: 7, start: noon - minute, end: noon },
      { job: 1, court: 8, start: noon, end: noon + minute },
    ];
    const events = matchCalendar(state(), { ...options(), placements })
      .split('BEGIN:VEVENT\r\n')
      .slice(1);
    expect(events.map((text) => /UID:(.*)@/.exec(text)?.[1])).toEqual(['match-4', 'match-1', 'match-2']);
    expect(events[0]).toBe(
      [
        'UID:match-4@cup.example',
        'DTSTAMP:20260901T120000Z',
        'DTSTART:20260901T115900Z',
        'DTEND:20260901T120000Z',
        'SEQUENCE:0',
        'STATUS:CONFIRMED',
        'SUMMARY:e1 – e5',
        'LOCATION:7',
        'DESCRIPTION:main 2.1',
        'END:VEVENT',
        '',
      ].join('\r\n'),
    );
    expect(events[2]).not.toContain('LOCATION');
  });

  it('of one entrant has what they play, played and may play', () => {
    const of = (entrant: number) =>
      read(matchCalendar(state(), { ...options(), entrant, nameOf: (id) => `the ${id}` })).map(({ uid, status }) => [
        Number(/\d+/.exec(String(uid))?.[0]),
        status,
      ]);
    expect(new Map(of(5) as [number, unknown][])).toEqual(
      new Map<number, unknown>([
        [1, 'CONFIRMED'],
        [4, 'CONFIRMED'],
        [6, 'TENTATIVE'],
      ]),
    );
    expect(of(4)).toEqual([[1, 'CONFIRMED']]);
    expect(new Map(of(2) as [number, unknown][])).toEqual(
      new Map<number, unknown>([
        [5, 'TENTATIVE'],
        [6, 'TENTATIVE'],
      ]),
    );
  });
});
