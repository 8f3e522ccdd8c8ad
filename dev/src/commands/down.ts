import { parseOptions } from '../cli/options.js';
import { stopStack } from '../stack.js';
import type { Command } from './command.js';

export const down: Command = {
  name: 'down',
  usage: 'down',
  summary: 'stop everything, also what a killed start left behind; data stays',
  async run(args) {
    parseOptions(args, {});
    const started = Date.now();
    const stopped = await stopStack();
    console.log(stopped ? `Stopped in ${((Date.now() - started) / 1000).toFixed(1)} s.` : 'Nothing was running.');
    return 0;
  },
};
