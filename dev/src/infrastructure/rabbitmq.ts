import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeKey, type StackPaths } from '../paths.js';
import { tcpProbe } from '../process/probes.js';
import type { ProcessSpec } from '../process/process-spec.js';
import { childEnvironment } from './environment.js';

export const RABBITMQ_USER = 'gym';

export interface RabbitmqPorts {
  readonly rabbitmq: number;
  readonly rabbitmqNode: number;
  readonly rabbitmqNames: number;
}

/** A broker with one node, for stacks whose components name it. */
export function rabbitmqSpec(server: string, paths: StackPaths, ports: RabbitmqPorts, password: string): ProcessSpec {
  const data = join(paths.data, 'rabbitmq');
  const config = join(paths.run, 'rabbitmq');
  mkdirSync(data, { recursive: true });
  const settings = [
    `listeners.tcp.1 = 127.0.0.1:${ports.rabbitmq}`,
    `default_user = ${RABBITMQ_USER}`,
    `default_pass = ${password}`,
    'log.console = true',
    'log.file = false',
    'log.console.level = warning',
    // Each probe is a connection that says no more than hello.
    'log.connection.level = none',
  ];
  writeFileSync(`${config}.conf`, `${settings.join('\n')}\n`, { mode: 0o600 });
  return {
    name: 'rabbitmq',
    kind: 'infrastructure',
    command: server,
    args: [],
    cwd: paths.data,
    env: childEnvironment(paths.home, {
      // Where the cookie of the node is kept.
      HOME: data,
      ERL_EPMD_PORT: String(ports.rabbitmqNames),
      ERL_EPMD_ADDRESS: '127.0.0.1',
      ERL_CRASH_DUMP_BYTES: '0',
      // Without a second process in front of it, which a signal would end instead.
      RUNNING_UNDER_SYSTEMD: 'true',
      RABBITMQ_NODENAME: `gym-${homeKey(paths.home)}@localhost`,
      RABBITMQ_DIST_PORT: String(ports.rabbitmqNode),
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
      RABBITMQ_CONFIG_FILE: config,
      RABBITMQ_CONF_ENV_FILE: join(paths.run, 'rabbitmq-env'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(paths.run, 'rabbitmq-plugins'),
      RABBITMQ_ADVANCED_CONFIG_FILE: join(paths.run, 'rabbitmq-advanced.config'),
      RABBITMQ_MNESIA_BASE: data,
      RABBITMQ_LOG_BASE: paths.logs,
    }),
    port: ports.rabbitmq,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 10_000,
    // The header of the protocol; the answer begins with a method frame (AMQP 0-9-1, 2.2.4).
    probe: tcpProbe('127.0.0.1', ports.rabbitmq, 'AMQP\u0000\u0000\u0009\u0001', (answer) =>
      answer.startsWith('\u0001'),
    ),
  };
}

/**
 * Who knows the nodes of Erlang by name. A node that finds none starts a daemon, which would outlive the stack; this one
 * is there long before the node has started.
 */
export function rabbitmqNamesSpec(paths: StackPaths, port: number): ProcessSpec {
  return {
    name: 'rabbitmq-names',
    kind: 'infrastructure',
    command: 'epmd',
    args: ['-address', '127.0.0.1', '-port', String(port)],
    cwd: paths.data,
    env: childEnvironment(paths.home),
    port,
    stopSignal: 'SIGTERM',
    stopTimeoutMs: 5_000,
    // NAMES_REQ of its protocol, with its length in front; the answer begins with the port.
    probe: tcpProbe('127.0.0.1', port, '\u0000\u0001n', (answer) => answer.length >= 4),
  };
}
