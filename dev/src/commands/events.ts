import { parseOptions, UsageError } from '../cli/options.js';
import { suggest } from '../cli/suggest.js';
import { formatTable } from '../cli/table.js';
import {
  dropDead,
  readDead,
  readStatus,
  rebuild,
  redrive,
  replayDead,
  showDead,
  type Outcome,
} from '../events/actions.js';
import { openClients, type ServiceClient } from '../events/client.js';
import { deadTable, statusTable } from '../events/tables.js';
import type { Command } from './command.js';

interface Request {
  readonly clients: readonly ServiceClient[];
  /** Undefined: all services. */
  readonly client: ServiceClient | undefined;
  readonly id: number | undefined;
  readonly say: (line: string) => void;
}

interface SubCommand {
  readonly usage: string;
  readonly help: string;
  readonly needs: { readonly service: boolean; readonly id: 'no' | 'optional' | 'required' };
  readonly run: (request: Request) => Promise<Outcome>;
}

const subCommands: Record<string, SubCommand> = {
  status: {
    usage: 'status [service]',
    help: 'how far every service is with the events of others, and what of its own is unpublished; 1 when something needs a person',
    needs: { service: false, id: 'no' },
    async run({ clients, client }) {
      const reports = await readStatus(client ? [client] : clients);
      const failed = reports.some(
        (report) => 'error' in report || report.answer.dead > 0 || (report.answer.outbox?.dead ?? 0) > 0,
      );
      return { text: statusTable(reports), json: reports, failed };
    },
  },
  dead: {
    usage: 'dead [service]',
    help: 'events that could not be applied, and those of the same subject that wait behind them',
    needs: { service: false, id: 'no' },
    async run({ clients, client }) {
      const dead = await readDead(client ? [client] : clients);
      return { text: dead.length === 0 ? 'There are none.' : deadTable(dead), json: dead };
    },
  },
  show: {
    usage: 'show <service> <id>',
    help: 'one of them in full, with its payload (which may be personal)',
    needs: { service: true, id: 'required' },
    run: ({ client, id }) => showDead(required(client), required(id)),
  },
  replay: {
    usage: 'replay <service> [id]',
    help: 'try one again with all of its subject, or all without an id',
    needs: { service: true, id: 'optional' },
    run: ({ client, id }) => replayDead(required(client), id),
  },
  drop: {
    usage: 'drop <service> <id>',
    help: 'decide that an event shall have no effect; what waited behind it is tried',
    needs: { service: true, id: 'required' },
    run: ({ client, id }) => dropDead(required(client), required(id)),
  },
  redrive: {
    usage: 'redrive <service>',
    help: 'publish the events of a service again that the broker had refused for good',
    needs: { service: true, id: 'no' },
    run: ({ client }) => redrive(required(client)),
  },
  rebuild: {
    usage: 'rebuild <service>',
    help: 'make anew what a service derived from events of others, from their snapshots; it goes on working meanwhile',
    needs: { service: true, id: 'no' },
    run: ({ client, say }) => rebuild(required(client), say),
  },
};

export const events: Command = {
  name: 'events',
  usage: 'events <what> [--json]',
  summary: 'events between services: how far they are, which ones failed, and what to do about it',
  details: formatTable(Object.values(subCommands).map(({ usage, help }) => [`  ${usage}`, help])),
  async run(args) {
    const { values, positionals } = parseOptions(args, { json: { type: 'boolean' } }, { positionals: 3 });
    const [what = 'status', service, idText] = positionals;
    const known = Object.keys(subCommands);
    const sub = Object.hasOwn(subCommands, what) ? subCommands[what] : undefined;
    if (sub === undefined) {
      throw new UsageError(`events ${what}: it is one of ${known.join(', ')}.${suggest(what, known)}`);
    }
    const id = readId(sub, service, idText);
    const clients = await openClients();
    const client = service === undefined ? undefined : clients.find(({ name }) => name === service);
    if (service !== undefined && client === undefined) {
      const names = clients.map(({ name }) => name);
      throw new UsageError(`There is no service ${service}.${suggest(service, names)}`);
    }
    const asJson = values.json === true;
    const say = (line: string): void => (asJson ? undefined : console.log(line));
    const outcome = await sub.run({ clients, client, id, say });
    console.log(asJson ? JSON.stringify(outcome.json, null, 2) : outcome.text);
    return outcome.failed === true ? 1 : 0;
  },
};

function readId(
  { usage, needs }: SubCommand,
  service: string | undefined,
  text: string | undefined,
): number | undefined {
  const misses = (needs.service && service === undefined) || (needs.id === 'required' && text === undefined);
  const isSurplus = needs.id === 'no' && text !== undefined;
  if (misses || isSurplus || (text !== undefined && !/^[1-9]\d{0,14}$/.test(text))) {
    throw new UsageError(`usage: ./dev.sh events ${usage}`);
  }
  return text === undefined ? undefined : Number(text);
}

/** `readId` has made sure of it. */
function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new UsageError('See ./dev.sh help events');
  return value;
}
