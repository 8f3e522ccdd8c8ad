import { DevError } from '../errors.js';
import { findOnPath, isExecutable } from './find-on-path.js';
import { installPackage } from './install-package.js';

/** Debian's program on the PATH wants to be another user; this is the one behind it. */
const DEBIAN = '/usr/lib/rabbitmq/bin/rabbitmq-server';

/** Finds a RabbitMQ server, or installs one with the system's package manager. */
export async function ensureRabbitmq(say: (line: string) => void): Promise<string> {
  const found = findServer() ?? ((await install(say)) ? findServer() : undefined);
  if (found === undefined) {
    throw new DevError('no-rabbitmq', 'RabbitMQ is missing: install rabbitmq-server (apt) or rabbitmq (brew).');
  }
  return found;
}

function findServer(): string | undefined {
  return isExecutable(DEBIAN) ? DEBIAN : findOnPath('rabbitmq-server');
}

function install(say: (line: string) => void): Promise<boolean> {
  return installPackage({ apt: 'rabbitmq-server', brew: 'rabbitmq' }, say);
}
