import { EngineError } from '../errors.js';
import { dateOf } from './date.js';

export interface CalendarEvent {
  /** The same for the same event for ever, unique in the world: `match-7@cup.example`. */
  uid: string;
  /** Epoch milliseconds; whole seconds are written. */
  start: number;
  end: number;
  summary: string;
  location?: string;
  description?: string;
  /** Grows by one with every change that people must hear of; 0 when missing. */
  sequence?: number;
  /** `tentative`: it may happen; `confirmed` when missing. */
  status?: 'confirmed' | 'tentative' | 'cancelled';
}

export interface Calendar {
  name: string;
  /** When it is written, epoch milliseconds. */
  stamp: number;
  events: readonly CalendarEvent[];
}

/**
 * A calendar that programs subscribe to or import (RFC 5545): times in UTC, lines of at most 75 octets.
 * @throws EngineError `invalid-calendar`
 */
export function writeCalendar({ name, stamp, events }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Gym platform//Tournament engine//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
  ];
  const seen = new Set<string>();
  for (const event of events) {
    if (event.uid === '' || seen.has(event.uid)) throw invalid(`Two events are called "${event.uid}", or one is not.`);
    seen.add(event.uid);
    lines.push(...linesOf(event, stamp));
  }
  lines.push('END:VCALENDAR');
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function linesOf(event: CalendarEvent, stamp: number): string[] {
  const { uid, start, end, summary, location, description, sequence = 0, status = 'confirmed' } = event;
  if (end <= start) throw invalid(`The event ${uid} ends before it starts.`);
  if (!Number.isSafeInteger(sequence) || sequence < 0)
    throw invalid(`The sequence of ${uid} is no whole number from 0.`);
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${utc(stamp)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(end)}`,
    `SEQUENCE:${sequence}`,
    `STATUS:${status.toUpperCase()}`,
    `SUMMARY:${escaped(summary)}`,
    ...(location === undefined ? [] : [`LOCATION:${escaped(location)}`]),
    ...(description === undefined ? [] : [`DESCRIPTION:${escaped(description)}`]),
    'END:VEVENT',
  ];
}

/** `20260901T090000Z`. */
function utc(time: number): string {
  const date = dateOf(time);
  const year = Number.isFinite(date.getTime()) ? date.getUTCFullYear() : Number.NaN;
  if (!(year >= 1 && year <= 9999)) throw invalid(`${time} is no time of the years 1 to 9999.`);
  return `${date.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** Text as RFC 5545 3.3.11 has it; control characters, which it has no way to write, are left out. */
function escaped(text: string): string {
  return (
    text
      .replaceAll(/\r\n|\r|\n/g, '\n')
      .replaceAll(/[\\;,]/g, (sign) => `\\${sign}`)
      .replaceAll('\n', '\\n')
      .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
      // Control characters are what is looked for, not a typing error as the rule supposes.
      // oxlint-disable-next-line no-control-regex
      .replaceAll(/[\u0000-\u001F\u007F]/g, '')
  );
}

/** Cuts a line into pieces of at most 75 octets, never within a character; the pieces after the first start with a blank. */
function folded(line: string): string {
  let result = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > 75) {
      result += '\r\n ';
      octets = 1;
    }
    result += character;
    octets += size;
  }
  return result;
}

/** Of a character in UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
}

function invalid(message: string): EngineError {
  return new EngineError('invalid-calendar', message);
}
