import { suggest } from '../cli/suggest.js';
import { formatTable } from '../cli/table.js';
import { parseOptions, UsageError } from '../cli/options.js';
import type { Command } from './command.js';

/** Made from the list of commands, which contains it. */
export function makeHelp(listCommands: () => readonly Command[]): Command {
  return {
    name: 'help',
    usage: 'help [command]',
    summary: 'this page, or more about one command',
    async run(args) {
      const { positionals } = parseOptions(args, {}, { positionals: 1 });
      const commands = listCommands();
      const [name] = positionals;
      if (name === undefined) {
        console.log(
          `./dev.sh <command>\n\n${formatTable(commands.map(({ usage, summary }) => [`  ${usage}`, summary]))}`,
        );
        console.log('\nState is kept in .gym below the checkout; GYM_HOME moves it.');
        return Promise.resolve(0);
      }
      const command = commands.find((candidate) => candidate.name === name);
      if (command === undefined) {
        const known = commands.map((candidate) => candidate.name);
        throw new UsageError(`There is no command ${name}.${suggest(name, known)}`);
      }
      console.log(`./dev.sh ${command.usage}\n\n${command.summary}`);
      if (command.details !== undefined) console.log(`\n${command.details}`);
      return Promise.resolve(0);
    },
  };
}
