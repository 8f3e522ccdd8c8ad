import { setTimeout as pause } from 'node:timers/promises';
import { serverFrame, type ServerFrame } from '@gym/contracts';

/** What an `EventSource` gets: what has come so far. */
export interface StreamClient {
  readonly status: number;
  readonly headers: Headers;
  readonly frames: ServerFrame[];
  /** The `id` of each message that has one. */
  readonly ids: string[];
  /** What the last message said about the end, now or later; fails after 5 s. */
  ended(): Promise<{ code: number }>;
  /** Waits for so many frames about events. */
  events(count: number): Promise<ServerFrame[]>;
  close(): void;
}

export async function openStream(url: string, headers: Record<string, string> = {}): Promise<StreamClient> {
  const stopping = new AbortController();
  const response = await fetch(url, { headers, signal: stopping.signal });
  const frames: ServerFrame[] = [];
  const ids: string[] = [];
  let end: { code: number } | undefined;

  function take(message: string): void {
    const fields = new Map(
      message.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(' ') + 1)]),
    );
    const data: unknown = JSON.parse(fields.get('data') ?? '');
    if (fields.get('event') === 'close') end = data as { code: number };
    else frames.push(serverFrame.parse(data));
    const id = fields.get('id');
    if (id !== undefined) ids.push(id);
  }

  async function read(): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk, { stream: true });
      const messages = rest.split('\n\n');
      rest = messages.pop() ?? '';
      messages.forEach(take);
    }
  }
  // Closing it here fails the reading; what did not come before is missed by whoever waits for it.
  if (response.status === 200) void read().catch(() => undefined);

  async function once<T>(what: string, find: () => T | undefined): Promise<T> {
    for (let waited = 0; waited < 5000; waited += 10) {
      const found = find();
      if (found !== undefined) return found;
      await pause(10);
    }
    throw new Error(`no ${what}, but ${JSON.stringify(frames).slice(0, 500)}`);
  }

  return {
    status: response.status,
    headers: response.headers,
    frames,
    ids,
    ended: () => once('end', () => end),
    events(count) {
      const found = (): ServerFrame[] => frames.filter((frame) => frame.type === 'event');
      return once(`${count} events`, () => (found().length >= count ? found() : undefined));
    },
    close: () => stopping.abort(),
  };
}
