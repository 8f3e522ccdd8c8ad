import { createHash } from 'node:crypto';
import { itemsOf, type State } from '@gym/tournament-engine';
import { stringify } from 'safe-stable-stringify';

/** JSON with sorted keys and without spaces: one text for one value. */
function sha256(value: unknown, encoding: 'hex' | 'base64url'): string {
  return createHash('sha256')
    .update(stringify(value) ?? '')
    .digest(encoding);
}

/** Of a document as it was read, whatever is in it. */
export function checksumOf({ checksum: _own, ...rest }: Record<string, unknown>): string {
  return sha256(rest, 'hex');
}

/** Of all a draw has come to, but who the entrants are. */
export function digestOf({ head, plan, entrants, stages, tables, matches, scores }: State): string {
  const all = {
    absences: [...itemsOf(entrants)].map(({ absence }) => absence),
    stages: [...itemsOf(stages)],
    tables: [...itemsOf(tables)],
    matches: [...itemsOf(matches)],
    scores: [...itemsOf(scores)],
  };
  return sha256({ head, plan, ...all }, 'base64url');
}
