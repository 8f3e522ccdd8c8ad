import { z } from 'zod';

const processView = z.object({
  name: z.string(),
  kind: z.enum(['infrastructure', 'app', 'sidecar']),
  /** App id of the service; null for infrastructure. */
  service: z.string().nullable(),
  replica: z.int().nullable(),
  pid: z.int().nullable(),
  port: z.int(),
  state: z.enum(['stopped', 'starting', 'ready', 'not ready', 'restarting', 'crashed']),
  reason: z.string().nullable(),
  restarts: z.int(),
});

export const stackView = z.object({
  phase: z.enum(['starting', 'running', 'failed', 'stopping']),
  failure: z.string().nullable(),
  offset: z.int(),
  only: z.literal('infrastructure').nullable(),
  replicas: z.record(z.string(), z.int()),
  processes: z.array(processView),
});

export type ProcessView = z.infer<typeof processView>;
/** All that is known about a running stack at one moment. */
export type StackView = z.infer<typeof stackView>;

export function isAllReady(view: StackView): boolean {
  return view.phase === 'running' && view.processes.every((process) => process.state === 'ready');
}

/** The sentence that says why a stack will not become ready; undefined while there is hope. */
export function fatalFault(view: StackView): { readonly message: string; readonly process?: ProcessView } | undefined {
  const crashed = view.processes.find((process) => process.state === 'crashed');
  if (crashed !== undefined) return { message: `${crashed.name}: ${crashed.reason ?? 'crashed'}`, process: crashed };
  return view.phase === 'failed' ? { message: view.failure ?? 'the start failed' } : undefined;
}
