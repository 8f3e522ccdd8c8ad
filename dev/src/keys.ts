import { generateKeyPairSync, randomBytes } from 'node:crypto';

/** The secret `jwt-signing`: PEM by key id, and `active`, the id of the one that signs. */
export type SigningGroup = Readonly<Record<string, string>>;

/** Longer than an access token lives, and than the new key waits for its first signature. */
const OVERLAP_MS = 20 * 60_000;

/**
 * Makes a new key the active one. The others stay as long as tokens of theirs may be about: a key is dropped when the
 * one after it has been there for 20 minutes.
 * @param drop all others at once: for a key that strangers may have. Access tokens end with it, logins go on
 */
export function rotateKeys(group: SigningGroup, now: Date, drop: boolean): Record<string, string> {
  const kid = newKeyId(now);
  const kept = drop ? [] : keyIds(group).filter((_id, index, ids) => isNeeded(ids[index + 1], now));
  return {
    active: kid,
    ...Object.fromEntries(kept.map((id) => [id, group[id] ?? ''])),
    [kid]: makeSigningKey(),
  };
}

/** From the oldest to the newest; ids begin with the time, and those of older versions, without one, with `0`. */
export function keyIds({ active: _active, ...keys }: SigningGroup): string[] {
  return Object.keys(keys).toSorted((a, b) => madeAt(a) - madeAt(b));
}

/** Such as `20270501T090000-3f2a`. */
export function newKeyId(now: Date): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+Z/g, '');
  return `${time}-${randomBytes(2).toString('hex')}`;
}

/** @param successor undefined for the newest key, which has signed until now */
function isNeeded(successor: string | undefined, now: Date): boolean {
  return successor === undefined || now.getTime() - madeAt(successor) < OVERLAP_MS;
}

/** Milliseconds since the epoch; 0 for an id that does not tell. */
function madeAt(kid: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-/.exec(kid);
  if (parts === null) return 0;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** PEM of a new private key for access tokens. */
export function makeSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
