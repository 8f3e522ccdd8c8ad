import type { ProcessView } from '@gym/dev';
import type { Random } from '../run/random.js';
import type { Fault, FaultKind } from './fault.js';
import { poisonTargets } from './poison.js';
import { restartTargets } from './rolling-restart.js';

/** They take little time, and some have many targets. */
const oftener: readonly FaultKind[] = [
  'kill a service',
  'kill a sidecar',
  'kill the gateway',
  'kill the broker',
  'kill and empty the broker',
];

/**
 * Round after round of the kinds in another order, some of them twice after the first round. Within a kind every target has its turn before one comes again,
 * and every other time it is broken twice in a row.
 */
export function* planFaults(
  random: Random,
  kinds: readonly FaultKind[],
  processes: readonly ProcessView[],
): Generator<Fault, never> {
  const queues = new Map<FaultKind, { targets: string[]; turns: number }>();
  for (let round = 0; ; round += 1) {
    const again = round === 0 ? [] : oftener.filter((kind) => kinds.includes(kind));
    for (const kind of random.shuffled([...kinds, ...again])) {
      const queue = queues.get(kind) ?? { targets: [], turns: random.between(0, 1) };
      queues.set(kind, queue);
      if (queue.targets.length === 0) queue.targets = random.shuffled(targetsOf(kind, processes));
      const target = queue.targets.pop() ?? '';
      queue.turns += 1;
      yield {
        kind,
        target,
        twice: queue.turns % 2 === 0,
        pauseMs: random.between(0, 1000),
        againMs: random.between(0, 1500),
        lastsMs: lasting(kind, random, round),
      };
    }
  }
}

function lasting(kind: FaultKind, random: Random, round: number): number {
  if (kind === 'kill in a commit') return random.between(400, 900);
  // A broker is replaced after 12 s without an answer.
  if (kind === 'backlog') return 9500;
  // The first round is part of every test run: shorter. Beyond 12 s the supervisor replaces what hangs.
  return round === 0 ? random.between(5000, 7000) : random.between(5000, 15_000);
}

const isBroker = ({ name }: ProcessView): boolean => name === 'redis' || name === 'rabbitmq';
const isGateway = ({ service }: ProcessView): boolean => service === 'api-gateway';

/** What each kind can break: names, or a question about the processes of the stack. */
const targets: Record<FaultKind, readonly string[] | ((item: ProcessView) => boolean)> = {
  'kill a service': (item) => item.kind === 'app' && !isGateway(item),
  'kill a sidecar': (item) => item.kind === 'sidecar' && !isGateway(item),
  'kill the gateway': (item) => item.kind === 'app' && isGateway(item),
  "kill the gateway's sidecar": (item) => item.kind === 'sidecar' && isGateway(item),
  'kill the broker': isBroker,
  'kill and empty the broker': isBroker,
  'kill PostgreSQL': ['postgres'],
  'kill sentry': ['sentry'],
  'kill the supervisor': ['supervisor'],
  'kill in a commit': ['auth-service', 'user-service', 'tournament-service'],
  'hang a service': (item) => item.kind === 'app',
  'hang a sidecar': (item) => item.kind === 'sidecar',
  backlog: isBroker,
  'poison an event': poisonTargets,
  'rolling restart': restartTargets,
};

function targetsOf(kind: FaultKind, processes: readonly ProcessView[]): readonly string[] {
  const chosen = targets[kind];
  return typeof chosen === 'function' ? processes.filter(chosen).map(({ name }) => name) : chosen;
}
