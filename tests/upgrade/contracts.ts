/** What takes something from the code before, as expressions; see docs/releases.md. */
const takingAway: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['drops a table', /\bdrop\s+table\b/],
  ['drops a column', /\bdrop\s+column\b|\balter\s+table\s+[\w.]+\s+drop\s+(?!constraint|default|column)/],
  ['renames', /\brename\s+(column\b|to\b|\w+\s+to\b)/],
  ['changes a type', /\balter\s+(column\s+)?\w+\s+(set\s+data\s+)?type\b/],
  ['forbids null', /\bset\s+not\s+null\b/],
  [
    'adds a column that old code does not fill',
    /\badd\s+(column\s+)?(?!constraint)[^,;]*\bnot\s+null\b(?![^,;]*\b(default|generated)\b)(?<!\bdefault\b[^,;]*)/,
  ],
];

/** @returns what a migration takes away; comments do not count */
export function takenAway(sql: string): string[] {
  const code = sql.replaceAll(/--.*$/gm, '').toLowerCase();
  return takingAway.filter(([, pattern]) => pattern.test(code)).map(([what]) => what);
}
