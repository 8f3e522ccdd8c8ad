import { pileUp } from './backlog.js';
import type { FaultKind, Injector } from './fault.js';
import { hangProcess } from './hang.js';
import { emptyBroker, killInCommit, killProcess, killSupervisor } from './kill.js';
import { poison } from './poison.js';
import { restartRolling } from './rolling-restart.js';

export const injectors: Record<FaultKind, Injector> = {
  'kill a service': killProcess,
  'kill a sidecar': killProcess,
  'kill the gateway': killProcess,
  "kill the gateway's sidecar": killProcess,
  'kill the broker': killProcess,
  'kill and empty the broker': emptyBroker,
  'kill PostgreSQL': killProcess,
  'kill sentry': killProcess,
  'kill the supervisor': killSupervisor,
  'kill in a commit': killInCommit,
  'hang a service': hangProcess,
  'hang a sidecar': hangProcess,
  backlog: pileUp,
  'poison an event': poison,
  'rolling restart': restartRolling,
};
