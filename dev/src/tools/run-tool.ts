import { spawn } from 'node:child_process';
import { DevError } from '../errors.js';

export interface ToolResult {
  readonly ok: boolean;
  readonly stdout: string;
}

/** Runs a helper program; what it says on stderr goes to ours when `loud`, so that long work shows its progress. */
export function runTool(
  command: string,
  args: readonly string[],
  options: { readonly loud?: boolean; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', options.loud === true ? 'inherit' : 'ignore'],
      env: options.env ?? process.env,
    });
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.once('error', (cause) => reject(new DevError('tool-failed', `${command}: ${cause.message}`, { cause })));
    child.once('close', (code) => resolve({ ok: code === 0, stdout }));
  });
}
