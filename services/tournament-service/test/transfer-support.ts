import { documentApi } from '@gym/contracts';
import { begin, execute, getAt, itemsOf, statusOf } from '@gym/tournament-engine';
import type { Answer } from '../../../tests/support/service.js';
import { storedPlan } from '../src/play/stored/plan.js';
import { checksumOf, digestOf } from '../src/transfer/digest.js';
import { isReady } from './play-support.js';
import type { World } from './support.js';

export type Document = documentApi.TournamentDocument;

export async function exported(world: World, id: number): Promise<Document> {
  const answer = await world.call('GET', `/${id}/export.json`, world.trainer);
  expect([answer.status, answer.body.detail, answer.body.errors]).toEqual([200, undefined, undefined]);
  return documentApi.tournamentDocument.parse(answer.body);
}

export function importing(world: World, document: object, more: object = {}): Promise<Answer> {
  return world.call('POST', '/import', world.trainer, { document, ...more });
}

/** @returns the id of the tournament it has become */
export async function imported(world: World, document: object, more: object = {}): Promise<number> {
  const answer = await importing(world, document, more);
  expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
  return answer.body.tournament.id;
}

/** As somebody would write it who wants it to be believed. */
export const signed = (document: Document): Document => ({ ...document, checksum: checksumOf(document) });

/** A document without what is another one each time: when it was written, and that it was imported. */
export function lasting({ exported_at: _at, checksum: _sum, history, ...rest }: Document): object {
  const { slug: _slug, ...settings } = rest.tournament.settings;
  const own = history.filter(({ kind }) => kind !== 'tournament.imported');
  return { ...rest, tournament: { ...rest.tournament, settings }, history: own };
}

/** People with accounts, categories with rules, answers, staff, a team's roster, courts, a plan, calls and reports. */
export async function fullTournament(world: World): Promise<number> {
  const questions = [{ key: 'weight', label: 'Weight', type: 'number', required: true }];
  const fields = { questions, slug: `moving-${Date.now()}`, self_reports: {}, prizes: [{ rank: 1, prize: 'Honour' }] };
  const id = await world.create({ ...fields, start_date: '2031-05-03T09:00:00Z', rules: 'Be kind.' });
  const must = async (method: string, path: string, body: object, token = world.trainer) => {
    const answer = await world.call(method, `/${id}${path}`, token, body);
    expect([path, answer.body.detail, answer.status < 300]).toEqual([path, undefined, true]);
    return answer.body;
  };
  const light = { name: 'Light', rules: [{ kind: 'number', question: 'weight', max: 70 }] };
  const category = await must('POST', '/categories', light);
  await must('POST', '/categories', { name: 'Heavy', rules: [{ kind: 'number', question: 'weight', min: 71 }] });
  const people = [61, 65, 69, 82, 90].map((weight, index) => ({
    name: `Member ${index}`,
    user_id: 5100 + index,
    answers: { weight },
  }));
  const { participants } = await must('PUT', '/participants', { participants: people });
  await must('POST', '/participants', { name: 'Asks', answers: { weight: 64 } }, world.member(5120));
  await must('PUT', '/staff/5130', { role: 'referee', name: 'Rita', courts: ['Court 1'] });
  await must('PUT', '/seeding', {
    method: 'manual',
    category_id: category.id,
    order: [{ participant_id: participants[2].id, locked: true }],
  });
  const hours = { starts_at: '2031-05-03T09:00:00Z', ends_at: '2031-05-03T18:00:00Z' };
  await must('PUT', `/participants/${participants[0].id}/availability`, { windows: [hours] });
  const court = await must('POST', '/courts', { name: 'Court 1', open: [hours] });
  const own = { category_id: category.id, match_minutes: 20, courts: [court.id] };
  await must('PUT', '/schedule/settings', { time_zone: 'Europe/Berlin', categories: [own] });
  await must('POST', '/generate-bracket', {});
  await must('POST', '/schedule/plan', {});
  const match = (await world.bracket(id)).find(isReady);
  await must('PUT', `/bracket/${match?.id}/call`, { court: 'Court 1' });
  await must('POST', '/play', { command: { type: 'start', match_id: match?.id } });
  const report = { winner_id: match?.participant1?.id, note: 'A close one.' };
  await must('PUT', `/bracket/${match?.id}/report`, report, world.member(match?.participant1?.user_id ?? 0));
  return id;
}

/** As if every match of its only draw had been reported, each with its entry of the log. */
export function playedThrough(document: Document): Document {
  const [draw] = document.draws;
  if (draw === undefined) throw new Error('nothing is drawn');
  let { state } = begin({ entrants: draw.entrants, stages: draw.stages.map((stage) => storedPlan.parse(stage)) });
  const [events, history] = [[...draw.events], [...document.history]];
  for (const { id: match } of itemsOf(state.matches)) {
    if (statusOf(getAt(state.matches, match)) === 'bye') continue;
    const command = { type: 'report', match, winner: 0 } as const;
    state = execute(state, command).state;
    const match_id = draw.matches[match] ?? 0;
    const payload = { draw_id: draw.id, version: state.head.version, reset: [] };
    const at = document.exported_at;
    const asked = { type: 'report', match_id, winner_id: 1 };
    history.push({
      at,
      kind: 'draw.played',
      payload: { ...payload, command: asked },
      reason: null,
      affected: { matches: [match_id] },
    });
    events.push({ entry: history.length, command, texts: [] });
  }
  const played = { ...draw, events, completed_at: document.exported_at, digest: digestOf(state) };
  return signed({ ...document, draws: [played], history, tournament: { ...document.tournament, status: 'completed' } });
}
