import { paint } from '../cli/colour.js';
import { formatTable } from '../cli/table.js';
import type { DeadEvent, EventStatus, Reported } from './answers.js';

const ERROR_WIDTH = 80;

/** A line per service and producer it hears; what needs a person is red. */
export function statusTable(reports: readonly Reported<EventStatus>[]): string {
  const head = ['SERVICE', 'HEARS', 'POSITION', 'BEHIND', 'DEAD', 'PUBLISHED', 'UNPUBLISHED', 'REFUSED', 'WHY'];
  const rows = reports.flatMap((report) => {
    if ('error' in report) return [[report.service, '', '', '', '', '', '', '', report.error]];
    const { sources, dead, outbox } = report.answer;
    const heard = Object.entries(sources).map(([name, { position, behind, error, rebuild }]) => ({
      name,
      position: String(position),
      behind: String(behind),
      why: rebuild !== null && rebuild.state !== 'done' ? `rebuild ${rebuild.state}: ${rebuild.reason}` : (error ?? ''),
    }));
    const lines = heard.length > 0 ? heard : [{ name: '-', position: '-', behind: '-', why: '' }];
    return lines.map(({ name, position, behind, why }, index) => {
      const own = (text: string): string => (index === 0 ? text : '');
      return [
        own(report.service),
        name,
        position,
        behind,
        own(String(dead)),
        own(String(outbox?.last_seq ?? '-')),
        own(outbox === null ? '-' : unpublished(outbox)),
        own(String(outbox?.dead ?? '-')),
        shorten(why),
      ];
    });
  });
  const alarming = new Set(['DEAD', 'REFUSED', 'WHY']);
  return formatTable([head, ...rows], (text, row, column) => {
    if (row === 0) return paint('bold', text);
    return alarming.has(head[column] ?? '') && !['', '0', '-'].includes(text) ? paint('red', text) : text;
  });
}

function unpublished(outbox: NonNullable<EventStatus['outbox']>): string {
  const { unpublished: count, oldest_unpublished_s: seconds } = outbox;
  return seconds === null ? String(count) : `${count} (${Math.round(seconds)} s)`;
}

export function deadTable(dead: readonly (DeadEvent & { service: string })[]): string {
  const head = ['SERVICE', 'ID', 'TYPE', 'SUBJECT', 'TRIES', 'FAILED', 'NEXT TRY', 'ERROR'];
  const rows = dead.map(({ service, id, type, subject, attempts, failed_at, retry_at, error }) => [
    service,
    String(id),
    type,
    subject,
    String(attempts),
    failed_at.slice(0, 19),
    retry_at?.slice(0, 19) ?? 'never',
    shorten(error),
  ]);
  return formatTable([head, ...rows], (text, row) => (row === 0 ? paint('bold', text) : text));
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > ERROR_WIDTH ? `${line.slice(0, ERROR_WIDTH - 1)}…` : line;
}
