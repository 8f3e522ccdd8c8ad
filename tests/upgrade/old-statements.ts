import type { Client } from 'pg';
import { DatabaseError } from 'pg';

const parametersOf = (statement: string): null[] => {
  const numbers = [...statement.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number));
  return Array.from({ length: Math.max(0, ...numbers) }, () => null);
};

/** Names that are not there, types that do not fit: the statement can work no more. */
const isBroken = (error: unknown): boolean => error instanceof DatabaseError && error.code?.startsWith('42') === true;

/**
 * Lets the database carry out what an older version asks, with nothing as parameters, and takes all of it back.
 * @returns the statements that it does not understand any more, and why
 */
export async function brokenStatements(client: Client, statements: readonly string[], change = ''): Promise<string[]> {
  const broken: string[] = [];
  await client.query('begin');
  try {
    await client.query(change);
    for (const statement of statements) {
      await client.query('savepoint statement');
      try {
        await client.query(statement, parametersOf(statement));
      } catch (error) {
        // A constraint that refuses nothing as a value is no fault.
        if (isBroken(error)) broken.push(`${String(error)}: ${statement}`);
      }
      await client.query('rollback to savepoint statement');
    }
  } finally {
    await client.query('rollback');
  }
  return broken;
}
