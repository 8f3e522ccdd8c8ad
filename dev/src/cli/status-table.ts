import type { ProcessView, StackView } from '../supervisor/view.js';
import { paint, type Colour } from './colour.js';
import { replicaReport, sidecarOf } from './status-report.js';
import { formatTable } from './table.js';

const HEAD = ['NAME', 'REPLICA', 'PID', 'PORT', 'SIDECAR', 'STATE', 'RESTARTS', 'WHY'];
const STATE_COLUMN = 5;
const WHY_WIDTH = 120;

const COLOURS: Record<ProcessView['state'], Colour> = {
  ready: 'green',
  'not ready': 'yellow',
  starting: 'yellow',
  restarting: 'yellow',
  crashed: 'red',
  stopped: 'dim',
};

/** The stack as a table for people. */
export function statusTable(view: StackView): string {
  const states: (ProcessView['state'] | undefined)[] = [undefined];
  const rows = [HEAD];
  for (const process of view.processes.filter(({ kind }) => kind !== 'sidecar')) {
    const isApp = process.kind === 'app';
    const { state, restarts, reason } = isApp ? replicaReport(process, view.processes) : process;
    const sidecar = isApp ? sidecarOf(process, view.processes) : undefined;
    states.push(state);
    rows.push([
      process.service ?? process.name,
      process.replica === null ? '' : String(process.replica),
      String(process.pid ?? '-'),
      String(process.port),
      isApp ? String(sidecar?.pid ?? '-') : '',
      state,
      String(restarts),
      (reason ?? '').replaceAll(/\s+/g, ' ').slice(0, WHY_WIDTH),
    ]);
  }
  return formatTable(rows, (text, row, column) => {
    const state = states[row];
    if (state === undefined) return paint('bold', text);
    return column === STATE_COLUMN ? paint(COLOURS[state], text) : text;
  });
}
