import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';

/** Cost of the passwords of the platform. */
const cost = 12;

/** A process of its own, like the service; prints how many comparisons a second this machine can do. */
const hash = await bcrypt.hash('correct horse 1', cost);
const measureMs = Number(process.argv[2]);
const end = performance.now() + measureMs;
let done = 0;

async function keepComparing(): Promise<void> {
  while (performance.now() < end) {
    await bcrypt.compare('correct horse 1', hash);
    done += 1;
  }
}

const begin = performance.now();
await Promise.all(Array.from({ length: 2 * availableParallelism() }, keepComparing));
console.log((done / (performance.now() - begin)) * 1000);
