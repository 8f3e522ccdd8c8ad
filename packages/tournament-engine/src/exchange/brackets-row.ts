import type { BracketsId } from './brackets-model.js';
import { bracketsError } from './brackets-place.js';

/** A value of unknown JSON that is read field by field; what is not as it should be is refused with its path. */
export class Row {
  readonly #value: unknown;
  readonly #path: string;

  constructor(value: unknown, path: string) {
    this.#value = value;
    this.#path = path;
  }

  #get(name: string): unknown {
    if (typeof this.#value !== 'object' || this.#value === null || Array.isArray(this.#value)) {
      throw bracketsError(`${this.#path || 'The model'} is no object.`);
    }
    return Object.hasOwn(this.#value, name) ? Reflect.get(this.#value, name) : undefined;
  }

  #wrong(name: string, wanted: string): never {
    throw bracketsError(`${this.#pathOf(name)} is no ${wanted}.`);
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }

  isNull(name: string): boolean {
    return this.#get(name) === null;
  }

  /** Nothing where there is nothing, as fields that are not set are left out or null. */
  maybe<K extends string, T>(name: K, read: () => T): Partial<Record<K, T>> {
    const value = this.#get(name);
    if (value === undefined || value === null) return {};
    const found: Partial<Record<K, T>> = {};
    found[name] = read();
    return found;
  }

  id(name: string): BracketsId {
    const value = this.#get(name);
    return typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value))
      ? value
      : this.#wrong(name, 'id');
  }

  ids<K extends string>(...names: K[]): Record<K, BracketsId> {
    // Every name of the type has become a key.
    return Object.fromEntries(names.map((name) => [name, this.id(name)])) as Record<K, BracketsId>;
  }

  text(name: string): string {
    const value = this.#get(name);
    return typeof value === 'string' ? value : this.#wrong(name, 'text');
  }

  asText(): string {
    return typeof this.#value === 'string' ? this.#value : this.#wrongSelf('text');
  }

  #wrongSelf(wanted: string): never {
    throw bracketsError(`${this.#path} is no ${wanted}.`);
  }

  flag(name: string): boolean {
    const value = this.#get(name);
    return typeof value === 'boolean' ? value : this.#wrong(name, 'boolean');
  }

  number(name: string): number {
    const value = this.#get(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : this.#wrong(name, 'number');
  }

  count(name: string, least: number): number {
    const value = this.number(name);
    return Number.isSafeInteger(value) && value >= least ? value : this.#wrong(name, `whole number from ${least}`);
  }

  oneOf<const T extends string>(name: string, values: readonly T[]): T {
    const value = this.#get(name);
    return values.find((candidate) => candidate === value) ?? this.#wrong(name, `value of ${values.join(', ')}`);
  }

  object(name: string): Row {
    const value = this.#get(name);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.#wrong(name, 'object');
    return new Row(value, this.#pathOf(name));
  }

  list(name: string): Row[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) return this.#wrong(name, 'list');
    return value.map((item: unknown, at) => new Row(item, `${this.#pathOf(name)}[${at}]`));
  }
}

/** The rows of a table, no id twice. */
export function rowsIn<T extends { id: BracketsId }>(tables: Row, name: string, read: (row: Row) => T): T[] {
  const seen = new Set<BracketsId>();
  return tables.list(name).map((row, at) => {
    const record = read(row);
    if (seen.has(record.id)) throw bracketsError(`${name}[${at}].id is there twice.`);
    seen.add(record.id);
    return record;
  });
}
