import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Made by Werkzeug itself; each says by which version and how. */
export const legacyHashes = z
  .array(z.object({ made_by: z.string(), password: z.string(), hash: z.string() }))
  .min(1)
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/werkzeug-hashes.json'), 'utf8')));
