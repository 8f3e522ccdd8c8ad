import { isIPv4, isIPv6 } from 'node:net';

/**
 * What counts as one place: an IPv4 address, or the first 64 bits of an IPv6 address, because every household has 2^64
 * of those. Anything else is one place together.
 */
export function placeOf(address: string | null): string {
  if (address === null) return 'nowhere';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const text = mapped ?? address;
  if (isIPv4(text)) return text;
  return isIPv6(text) ? network(text) : 'nowhere';
}

function network(address: string): string {
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  // What `::` stands for fills up to eight groups; behind it nothing of the first four can stand unless it is short.
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
