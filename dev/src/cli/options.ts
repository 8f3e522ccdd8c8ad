import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { DevError, messageOf } from '../errors.js';
import { MANIFEST_FILE, readManifest } from '../manifest.js';
import { parseOffset, parseReplicas } from '../ports.js';
import type { StackOptions } from '../stack.js';

/** A mistake in how a command was called; the exit code is 2. */
export class UsageError extends DevError {
  constructor(message: string) {
    super('usage', message);
  }
}

/** `parseArgs`, with its faults as sentences for the person at the terminal. */
export function parseOptions<Config extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Config,
  limits: { readonly positionals: number } = { positionals: 0 },
): ReturnType<typeof parseArgs<{ args: string[]; options: Config; allowPositionals: true }>> {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
  if (parsed.positionals.length > limits.positionals) {
    throw new UsageError(`unexpected argument ${parsed.positionals[limits.positionals] ?? ''}`);
  }
  return parsed;
}

/** The options that shape a stack: --replicas, --offset (or GYM_PORT_OFFSET), --only, --manifest, --components, --trace. */
export function parseStackOptions(args: readonly string[], env: NodeJS.ProcessEnv = process.env): StackOptions {
  const { values } = parseOptions(args, {
    replicas: { type: 'string', multiple: true },
    offset: { type: 'string' },
    only: { type: 'string' },
    manifest: { type: 'string' },
    components: { type: 'string' },
    trace: { type: 'string', default: '1' },
  });
  if (values.only !== undefined && values.only !== 'infrastructure') {
    throw new UsageError(`--only ${values.only}: the one value is infrastructure`);
  }
  const manifest = values.manifest ?? MANIFEST_FILE;
  const offset = values.offset ?? (env['GYM_PORT_OFFSET'] || undefined);
  return {
    manifest,
    ...(values.components !== undefined && { components: resolve(values.components) }),
    only: values.only ?? null,
    traced: parseShare(values.trace),
    ...(offset !== undefined && { offset: parseOffset(offset) }),
    ...(values.replicas !== undefined && { replicas: parseReplicas(values.replicas, readManifest(manifest).services) }),
  };
}

function parseShare(text: string): number {
  const share = Number(text);
  if (/^\d*\.?\d+$/.test(text) && share <= 1) return share;
  throw new UsageError(`--trace ${text}: write a share of the requests from 0 to 1, such as 0.1`);
}
