import { writeFileSync } from 'node:fs';
import { runImport } from './import.js';
import { OldSchemaError } from './old-schema.js';
import { readOptions, usage, UsageError } from './options.js';
import { reportText } from './report.js';
import { TargetError } from './root-admin.js';

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(usage);
    return;
  }
  const options = readOptions(args);
  const report = await runImport(options, (line) => console.error(line));
  const { counts, refused, changed } = report;
  if (options.report !== undefined) {
    writeFileSync(options.report, `${JSON.stringify({ counts, refused, changed }, null, 2)}\n`);
  }
  console.log(reportText(report));
  console.log(options.dryRun ? '\nDry run: nothing was changed.' : '\nDone. Running it again changes nothing.');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else if (error instanceof OldSchemaError || error instanceof TargetError) {
    console.error(`${error.message}.`);
    process.exitCode = 1;
  } else {
    console.error('The import failed; what is committed stays, and running it again goes on from there.', error);
    process.exitCode = 1;
  }
}
