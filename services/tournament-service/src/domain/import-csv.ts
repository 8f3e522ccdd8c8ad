import { id, line, tournamentsApi } from '@gym/contracts';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { answerFaults } from './answers.js';

type Question = tournamentsApi.Question;
type Fault = tournamentsApi.ImportFault;

/** A line of the list that may be imported. */
export interface ImportRow {
  line: number;
  name: string;
  user_id: number | undefined;
  /** Name of the category. */
  category: string | undefined;
  planned_seed: number | undefined;
  answers: tournamentsApi.Answers;
}

const maxRows = 10_000;
const delimiters = [',', ';', '\t'];

const digits = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, 'must be a positive whole number')
  .transform(Number);
const cells = z.object({
  name: line(120),
  user_id: digits.pipe(id).optional(),
  category: z.string().optional(),
  seed: digits.pipe(z.int().max(maxRows)).optional(),
});
type Column = keyof typeof cells.shape;

const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/**
 * Reads a list of participants as a spreadsheet writes it: with a header, separated by commas, semicolons or tabs.
 * @returns the rows without a fault, and all faults by line and column
 */
export function readImport(csv: string, questions: Question[]): { rows: ImportRow[]; faults: Fault[] } {
  const parsed = parseCsv(csv);
  if ('fault' in parsed) return { rows: [], faults: [parsed.fault] };
  const [header, ...rest] = parsed.records;
  const columns = (header?.record ?? []).map((name) => name.trim().toLowerCase());
  const headerFaults = faultsOfHeader(columns, questions);
  if (headerFaults.length > 0) return { rows: [], faults: headerFaults };
  if (rest.length === 0) return { rows: [], faults: [{ line: 1, column: null, message: 'has no line below it' }] };
  if (rest.length > maxRows)
    return { rows: [], faults: [{ line: 1, column: null, message: `has more than ${maxRows} lines below it` }] };

  const rows: ImportRow[] = [];
  const faults: Fault[] = [];
  for (const { record, info } of rest) {
    const read = readRow(columns, record, info.lines, questions);
    faults.push(...read.faults);
    if (read.row !== undefined && read.faults.length === 0) rows.push(read.row);
  }
  return { rows, faults: [...faults, ...doubles(rows)] };
}

function parseCsv(csv: string): { records: z.infer<typeof records> } | { fault: Fault } {
  const firstLine = csv.slice(0, csv.search(/\r|\n|$/));
  const count = (sign: string): number => firstLine.split(sign).length;
  const [delimiter = ','] = delimiters.toSorted((a, b) => count(b) - count(a));
  try {
    const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true };
    return { records: records.parse(parse(csv, options)) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = z.int().min(1).catch(1).parse(error['lines']);
    return {
      fault: {
        line,
        column: null,
        message: 'is not written as in a spreadsheet: a quote is not closed or in the middle',
      },
    };
  }
}

function faultsOfHeader(columns: string[], questions: Question[]): Fault[] {
  const known: Set<string> = new Set([...tournamentsApi.reservedKeys, ...questions.map((question) => question.key)]);
  const unknown = columns.filter((name) => !known.has(name));
  const double = columns.filter((name, index) => columns.indexOf(name) !== index);
  return [
    ...(columns.includes('name') ? [] : [{ line: 1, column: 'name', message: 'is missing' }]),
    ...unknown.map((column) => ({ line: 1, column, message: 'is neither a column of the list nor a question' })),
    ...double.map((column) => ({ line: 1, column, message: 'is there twice' })),
  ];
}

function readRow(
  columns: string[],
  record: string[],
  at: number,
  questions: Question[],
): { row?: ImportRow; faults: Fault[] } {
  if (record.length > columns.length) {
    return {
      faults: [{ line: at, column: null, message: `has ${record.length} cells for ${columns.length} columns` }],
    };
  }
  const value = (column: string): string | undefined => record[columns.indexOf(column)] || undefined;
  const given = Object.fromEntries((Object.keys(cells.shape) as Column[]).map((column) => [column, value(column)]));
  const parsed = cells.safeParse(given);
  const answers = Object.fromEntries(
    questions.flatMap((question) => {
      const text = value(question.key);
      return text === undefined ? [] : [[question.key, answerOf(question, text)]];
    }),
  );
  const faults: Fault[] = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      line: at,
      column: String(path[0]),
      message: message.startsWith('Invalid input') ? 'is required' : message,
    })),
    ...answerFaults(questions, answers, false, '').map(({ pointer, message }) => ({
      line: at,
      column: pointer.slice(1),
      message,
    })),
  ];
  if (!parsed.success) return { faults };
  const { seed: planned_seed, ...rest } = parsed.data;
  return { row: { line: at, ...rest, user_id: rest.user_id, category: rest.category, planned_seed, answers }, faults };
}

/** Decimal commas are what many spreadsheets write. */
function answerOf(question: Question, text: string): string | number {
  if (question.type !== 'number') return text;
  return /^-?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : text;
}

function doubles(rows: ImportRow[]): Fault[] {
  const users = new Map<number, number>();
  return rows.flatMap((row) => {
    if (row.user_id === undefined) return [];
    const first = users.get(row.user_id);
    if (first === undefined) users.set(row.user_id, row.line);
    return first === undefined ? [] : [{ line: row.line, column: 'user_id', message: `is in line ${first} already` }];
  });
}
