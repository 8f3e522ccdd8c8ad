/** Whether escape sequences may be written; https://no-color.org. Node's own helper needs 20.12. */
const enabled =
  process.env['FORCE_COLOR'] !== undefined
    ? process.env['FORCE_COLOR'] !== '0'
    : process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36, dim: 2, bold: 1 } as const;

export type Colour = keyof typeof CODES;

export function paint(colour: Colour, text: string): string {
  return enabled ? `\u001B[${CODES[colour]}m${text}\u001B[0m` : text;
}
