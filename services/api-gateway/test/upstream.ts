import { pipeline } from 'node:stream/promises';
import { defineService, lengthHeader, type BaseConfig, type Service } from '@gym/service-kit';
import { Router, type Request } from 'express';

/** What the upstream has seen, for the test to look at. */
export interface Seen {
  requests: number;
  aborted: number;
}

/** A real service with answers of every kind, behind its own sidecar. */
export function createUpstream(seen: Seen): (config: BaseConfig) => Service {
  return (config) =>
    defineService(config, () => {
      const router = Router();
      router.use((_req, _res, next) => {
        seen.requests += 1;
        next();
      });
      router.get('/internal/secret', (_req, res) => void res.json({ secret: true }));
      router.all('/api/users/echo', async (req, res) => {
        const bytes = await countBytes(req);
        res.json({ method: req.method, url: req.originalUrl, headers: req.headers, bytes });
      });
      router.get('/api/users/nothing', (_req, res) => void res.status(204).end());
      router.get('/api/users/odd-headers', (_req, res) => {
        res.set({
          link: '</api/users?page=2>; rel="next"',
          'x-forwarded-secret': '1',
          'dapr-secret': '1',
          'x-kept': '1',
        });
        res.append('set-cookie', ['a=1', 'b=2']).json({});
      });
      router.get('/api/users/versioned', (req, res) => {
        res.set('etag', '"v1"');
        if (req.get('if-none-match') === '"v1"') res.status(304).end();
        else res.json({ version: 1 });
      });
      router.get('/api/users/large', async (req, res) => {
        await pipeline(chunks(Number(req.query['bytes'])), res);
      });
      router.get('/api/users/half', (_req, res) => {
        res.set(lengthHeader, '100').end('{"only":');
      });
      router.get('/api/users/hang', (_req, res) => {
        res.once('close', () => (seen.aborted += 1));
      });
      router.get('/api/users/boom', () => {
        throw new Error('the password of the database is swordfish');
      });
      return Promise.resolve({ operations: [], routers: [router] });
    });
}

function* chunks(bytes: number): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk;
}

async function countBytes(req: Request): Promise<number> {
  let bytes = 0;
  for await (const chunk of req) bytes += Buffer.from(chunk).length;
  return bytes;
}
