import { ConfigError } from './config.js';
import type { Service } from './service.js';

/**
 * Runs a service as this process: SIGTERM and SIGINT stop it in order, a second signal at once.
 * A start that fails ends the process with the reason, so that its supervisor can act.
 */
export async function run(create: () => Service): Promise<void> {
  let service: Service;
  try {
    service = create();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exitCode = 78; // EX_CONFIG of sysexits.h
    return;
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('stopping failed', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    await service.start();
  } catch (error) {
    console.error('starting failed', error);
    process.exit(1);
  }
}
