import { z } from 'zod';
import { paint } from './colour.js';

const record = z.looseObject({
  time: z.string().optional(),
  timestamp: z.string().optional(),
  level: z.string(),
  msg: z.string().optional(),
  message: z.string().optional(),
});

const NOISE = /^(debug|info)/i;

export interface LogLine {
  readonly text: string;
  /** False for everyday lines of machinery, which a mixed view leaves out. */
  readonly notable: boolean;
}

/** Shows a JSON record as `time level message`, and any other line as it is. */
export function formatLogLine(line: string): LogLine {
  const parsed = record.safeParse(parseJson(line));
  if (!parsed.success) return { text: line, notable: /error|warn|fatal|panic/i.test(line) };
  const { time, timestamp, level, msg, message, ...rest } = parsed.data;
  const clock = (time ?? timestamp ?? '').slice(11, 23);
  const label = level.toLowerCase().slice(0, 5).padEnd(5);
  const error = typeof rest['error'] === 'string' ? ` ${rest['error']}` : '';
  const text = `${paint('dim', clock)} ${paintLevel(label)} ${msg ?? message ?? ''}${error}`;
  return { text, notable: !NOISE.test(level) };
}

function paintLevel(label: string): string {
  if (/^(err|fatal|panic)/.test(label)) return paint('red', label);
  return label.startsWith('warn') ? paint('yellow', label) : paint('dim', label);
}

function parseJson(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // cut in the middle, or not JSON at all
  }
}
