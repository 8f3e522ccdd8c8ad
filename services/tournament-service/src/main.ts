import { run } from '@gym/service-kit';
import { loadConfig } from './config.js';
import { createService } from './service.js';

await run(() => createService(loadConfig()));
