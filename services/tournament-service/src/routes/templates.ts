import { tournamentsApi } from '@gym/contracts';
import { operation, versionTag, type Operation, type Queryable } from '@gym/service-kit';
import { forbidden, notFound } from '@gym/service-kit/errors';
import { settingsFrom, templateOf } from '../domain/templates.js';
import { pageOf } from '../pages.js';
import { presentTemplate, presentTournament } from '../presenters.js';
import { checkedSettings } from '../settings.js';
import { createTournament } from '../setup/create.js';
import { readSettings } from '../setup/read.js';
import {
  deleteTemplate as remove,
  findTemplate,
  insertTemplate,
  listTemplates as selectTemplates,
  type TemplateRow,
} from '../store/templates.js';
import { findTournament } from '../store/tournaments.js';
import { noTournament, type Deps } from '../tournaments.js';
import { templateParams } from './params.js';

async function templateById(db: Queryable, id: number): Promise<TemplateRow> {
  const template = await findTemplate(db, id);
  if (template === undefined) throw notFound('There is no such template.', 'template-not-found');
  return template;
}

export function saveTemplate({ database }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/templates',
    summary: 'Keep the settings and categories of a tournament for others like it',
    body: tournamentsApi.newTemplate,
    answer: { status: 201, schema: tournamentsApi.storedTemplate },
    refusals: [404],
    async handle({ body: { name, tournament_id }, caller }) {
      const row = await database.transaction(async (tx) => {
        const tournament = (await findTournament(tx, tournament_id)) ?? noTournament(tournament_id);
        const { settings, categories } = await readSettings(tx, tournament);
        return insertTemplate(tx, { name, createdBy: caller.id, settings: templateOf(settings, categories) });
      });
      return presentTemplate(row);
    },
  });
}

export function listTemplates({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/templates',
    summary: 'List templates, newest first',
    query: tournamentsApi.templateQuery,
    answer: { status: 200, schema: tournamentsApi.templatePage },
    async handle({ query: { limit, cursor } }) {
      const rows = await selectTemplates(database, { limit: limit + 1, before: cursor });
      const { items, next_cursor } = pageOf(rows, limit, (last) => last.id);
      return { items: items.map(presentTemplate), next_cursor };
    },
  });
}

export function getTemplate({ database }: Deps): Operation {
  return operation({
    method: 'get',
    path: '/api/tournaments/templates/:template_id',
    summary: 'Show a template',
    params: templateParams,
    answer: { status: 200, schema: tournamentsApi.storedTemplate },
    refusals: [404],
    handle: async ({ params }) => presentTemplate(await templateById(database, params.template_id)),
  });
}

export function deleteTemplate({ database }: Deps): Operation {
  return operation({
    method: 'delete',
    path: '/api/tournaments/templates/:template_id',
    summary: 'Delete a template of your own, or any as an admin',
    params: templateParams,
    answer: { status: 200, schema: tournamentsApi.message },
    refusals: [404],
    async handle({ params, caller, isOwnOnly }) {
      await database.transaction(async (tx) => {
        const template = await templateById(tx, params.template_id);
        if (isOwnOnly && template.created_by !== caller.id) {
          throw forbidden('Only its maker or an admin may delete a template.', 'not-your-template');
        }
        await remove(tx, template.id);
      });
      return { message: 'The template was deleted.' };
    },
  });
}

export function createFromTemplate({ database, appId }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/templates/:template_id/tournaments',
    summary: 'Make a draft of a template',
    params: templateParams,
    body: tournamentsApi.copy,
    answer: { status: 201, schema: tournamentsApi.tournamentCreated },
    refusals: [404],
    async handle({ params, body, caller, res }) {
      const row = await database.transaction(async (tx) => {
        const { id, settings: template } = await templateById(tx, params.template_id);
        const settings = checkedSettings(settingsFrom(template, body));
        const origin = { template_id: id };
        const creation = { settings, categories: template.categories, isDraft: true, origin };
        return createTournament(tx, { appId, createdBy: caller.id }, creation);
      });
      res.set('etag', versionTag(row.version));
      return { tournament: presentTournament(row), message: 'The tournament was created as a draft.' };
    },
  });
}
