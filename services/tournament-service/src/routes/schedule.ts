import { scheduleApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { invalidFields } from '@gym/service-kit/errors';
import { conflictsIn } from '@gym/tournament-engine';
import { describeConflicts } from '../domain/schedule-conflicts.js';
import { requireManager } from '../domain/permissions.js';
import { logged } from '../log.js';
import { estimatesOf } from '../schedule/estimates.js';
import { schedulePage } from '../schedule/page.js';
import { presentPlaces, readPlanning } from '../schedule/read.js';
import { standingIn } from '../standing.js';
import { listCategories } from '../store/categories.js';
import { listCourts } from '../store/courts.js';
import { findSettings, isKnownZone, saveSettings } from '../store/schedule-settings.js';
import { changeTournament, readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function getSchedule(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/schedule',
    summary: 'List when and where matches are to be played, in the order of their starts; of a day or a court',
    params: tournamentParams,
    query: scheduleApi.scheduleQuery,
    answer: { status: 200, schema: scheduleApi.schedulePage },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      return schedulePage(deps.database, id, input.query);
    },
  });
}

export function getScheduleSettings(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/schedule/settings',
    summary: 'Show how long matches and rests are planned',
    params: tournamentParams,
    answer: { status: 200, schema: scheduleApi.scheduleSettings },
    refusals: [404],
    async handle(input) {
      const { id } = await readTournament(deps, input);
      return findSettings(deps.database, id);
    },
  });
}

export function setScheduleSettings(deps: Deps): Operation {
  return operation({
    method: 'put',
    path: '/api/tournaments/:id/schedule/settings',
    summary: 'Say how long matches and rests are, in the tournament and in its categories',
    params: tournamentParams,
    body: scheduleApi.scheduleSettings,
    answer: { status: 200, schema: scheduleApi.scheduleSettings },
    refusals: [404, 412],
    handle: (input) =>
      changeTournament(deps, input, async (tx, tournament) => {
        requireManager(tournament, await standingIn(tx, tournament.id, input.caller));
        const settings = input.body;
        const categories = new Set((await listCategories(tx, tournament.id)).map(({ id }) => id));
        const courts = new Set((await listCourts(tx, tournament.id)).map(({ id }) => id));
        const faults = faultsIn(settings, categories, courts);
        if (!(await isKnownZone(tx, settings.time_zone)))
          faults.push({ pointer: '#/time_zone', message: 'is not known' });
        if (faults.length > 0) throw invalidFields(faults, 422);
        await saveSettings(tx, tournament.id, settings);
        return { events: [], log: [logged('schedule.settings-changed', { settings })], answer: () => settings };
      }),
  });
}

type Fault = Parameters<typeof invalidFields>[0][number];

function faultsIn(
  { categories }: scheduleApi.ScheduleSettings,
  knownCategories: ReadonlySet<number>,
  knownCourts: ReadonlySet<number>,
): Fault[] {
  const seen = new Set<number>();
  return categories.flatMap(({ category_id, courts = [] }, index): Fault[] => {
    const pointer = `#/categories/${index}`;
    const faults: Fault[] = [];
    if (!knownCategories.has(category_id)) {
      faults.push({ pointer: `${pointer}/category_id`, message: 'there is no such category' });
    } else if (seen.has(category_id)) {
      faults.push({ pointer: `${pointer}/category_id`, message: 'is there twice' });
    }
    seen.add(category_id);
    if (courts.some((id) => !knownCourts.has(id))) {
      faults.push({ pointer: `${pointer}/courts`, message: 'there is no such court' });
    }
    return faults;
  });
}

export function getEstimates(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/schedule/estimates',
    summary: 'Show when matches will probably begin, and the next match of everybody, at the pace so far',
    params: tournamentParams,
    query: scheduleApi.estimateQuery,
    answer: { status: 200, schema: scheduleApi.estimates },
    refusals: [404, 409],
    async handle(input) {
      const tournament = await readTournament(deps, input);
      return estimatesOf(deps, deps.database, tournament, input.query.participant_id);
    },
  });
}

export function getConflicts(deps: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/:id/schedule/conflicts',
    summary: 'List what is wrong with the schedule as it is',
    params: tournamentParams,
    answer: { status: 200, schema: scheduleApi.conflictList },
    refusals: [404, 409],
    async handle(input) {
      const tournament = await readTournament(deps, input);
      const planning = await readPlanning(deps.database, deps.states, tournament);
      const places = presentPlaces(planning, Date.now());
      return { items: describeConflicts(conflictsIn(planning.input, [...places.values()]), places, planning.courts) };
    },
  });
}
