import { EngineError } from '../errors.js';

/** A side as it is written: `3`, `W:A` or `L:A`; with its place in the text for messages. */
export type Reference = { at: number } & ({ seed: number } | { outcome: 'winner' | 'loser'; of: string });

export interface Definition {
  name: string;
  at: number;
  sides: [Reference, Reference];
}

const token =
  /\s*(?:(?<name>[A-Za-z][\w-]*)(?!:)|(?<outcome>[WL]):(?<of>[A-Za-z][\w-]*)|(?<seed>\d+)|(?<sign>[=[\],]))/y;

/** Where something is in a text, both from 1. */
export function positionOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

export function invalidBracket(text: string, at: number, what: string): EngineError {
  return new EngineError('invalid-bracket', `${what} (${positionOf(text, at)}).`);
}

/**
 * Reads definitions such as `A=[1,4] B=[2,3] C=[W:A,W:B]`, separated by white space.
 * @throws EngineError `invalid-bracket` with the line and column
 */
export function parseBracket(text: string): Definition[] {
  let at = 0;
  const peek = (): { groups: Record<string, string | undefined>; start: number; end: number } | undefined => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) return undefined;
    return {
      groups: match.groups ?? {},
      start: at + match[0].length - match[0].trimStart().length,
      end: at + match[0].length,
    };
  };
  const next = (kind: 'name' | 'sign' | 'side', wanted: string, sign?: string) => {
    const found = peek();
    const start = found?.start ?? at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);
    const fits =
      found !== undefined &&
      (kind === 'side'
        ? found.groups['seed'] !== undefined || found.groups['outcome'] !== undefined
        : found.groups[kind] !== undefined && (sign === undefined || found.groups['sign'] === sign));
    if (!fits) {
      const seen = start < text.length ? `"${text.slice(start, start + 1)}"` : 'the end';
      throw invalidBracket(text, start, `Expected ${wanted}, found ${seen}`);
    }
    at = found.end;
    return found;
  };
  const side = (): Reference => {
    const { groups, start } = next('side', 'a seed, W:match or L:match');
    if (groups['seed'] !== undefined) return { at: start, seed: Number(groups['seed']) };
    return { at: start, outcome: groups['outcome'] === 'W' ? 'winner' : 'loser', of: groups['of'] ?? '' };
  };

  const definitions: Definition[] = [];
  while (text.slice(at).trim() !== '') {
    const { groups, start } = next('name', 'the name of a match');
    next('sign', '"="', '=');
    next('sign', '"["', '[');
    const first = side();
    next('sign', '","', ',');
    const second = side();
    next('sign', '"]"', ']');
    definitions.push({ name: groups['name'] ?? '', at: start, sides: [first, second] });
  }
  if (definitions.length === 0) throw invalidBracket(text, 0, 'Expected at least one match, found the end');
  return definitions;
}
