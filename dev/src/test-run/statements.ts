/** Begins an entry of the log: time, process, `user@database`. Other lines of an entry begin with a tab. */
const entry = /^\d{4}-\d\d-\d\d \S+ \S+ \[\d+\] \S*@(\S*) LOG: {2}(?:statement|execute [^:]+): (.*(?:\n\t.*)*)/gm;
/** The others belong to transactions, migrations and PostgreSQL itself. */
const asks = /^\s*(select|insert|update|delete|with)\b/i;
const ofMigrations = /\b(kit_)?migrations\b|pg_(try_)?advisory|to_regclass|information_schema/;

/** The different statements that a database was asked, from the log of PostgreSQL. */
export function statementsIn(log: string, database: string): string[] {
  const found = new Set<string>();
  for (const [, where, text = ''] of log.matchAll(entry)) {
    const statement = text.replaceAll('\n\t', '\n').trim();
    if (where === database && asks.test(statement) && !ofMigrations.test(statement)) found.add(statement);
  }
  return [...found].toSorted();
}
