import { createInterface } from 'node:readline/promises';
import { parseOptions } from '../cli/options.js';
import { defaultHome } from '../paths.js';
import { deleteStack, stopStack } from '../stack.js';
import type { Command } from './command.js';

export const reset: Command = {
  name: 'reset',
  usage: 'reset [--yes]',
  summary: 'stop everything and delete data, secrets and logs; asks first',
  async run(args) {
    const { values } = parseOptions(args, { yes: { type: 'boolean' } });
    const home = defaultHome();
    if (values.yes !== true && !(await confirmed(home))) return 1;
    await stopStack(home);
    await deleteStack(home);
    console.log(`Deleted what was in ${home}. The next start makes new secrets and empty databases.`);
    return 0;
  },
};

async function confirmed(home: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error('reset deletes all data: without a terminal it needs --yes.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(`Delete all databases, secrets and logs in ${home}? Type yes: `);
    return answer.trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
