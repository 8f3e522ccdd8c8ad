import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventsFolder, generatedFiles } from './generated-files.js';
import { brokenTypes, generatedFolder, readSchemas, releasedFolder } from './released.js';

/** Writes `generated/`; `release` also makes it what later versions are compared with, if nothing breaks. */
const files = generatedFiles();
rmSync(generatedFolder, { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(join(generatedFolder, path)), { recursive: true });
  writeFileSync(join(generatedFolder, path), text);
}
console.log(`${files.size} files written to ${generatedFolder}`);

if (process.argv[2] === 'release') {
  const released = join(releasedFolder, eventsFolder);
  const current = join(generatedFolder, eventsFolder);
  mkdirSync(released, { recursive: true });
  const broken = brokenTypes(readSchemas(released), readSchemas(current));
  for (const line of broken) console.error(line);
  if (broken.length > 0) process.exitCode = 1;
  else cpSync(current, released, { recursive: true });
}
