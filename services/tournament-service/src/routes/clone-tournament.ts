import { tournamentsApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { settingsFrom, templateOf } from '../domain/templates.js';
import { presentTournament } from '../presenters.js';
import { checkedSettings } from '../settings.js';
import { createTournament } from '../setup/create.js';
import { readSettings } from '../setup/read.js';
import { readTournament, type Deps } from '../tournaments.js';
import { tournamentParams } from './params.js';

export function cloneTournament(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/:id/clone',
    summary: 'Make a draft like another tournament: its settings and categories, nobody who takes part',
    params: tournamentParams,
    body: tournamentsApi.copy,
    answer: { status: 201, schema: tournamentsApi.tournamentCreated },
    refusals: [404],
    async handle(input) {
      const original = await readTournament(deps, input);
      const { settings, categories } = await readSettings(deps.database, original);
      const creation = {
        settings: checkedSettings(settingsFrom(templateOf(settings, categories), input.body)),
        categories,
        isDraft: true,
        origin: { copy_of: original.id },
      };
      const by = { appId: deps.appId, createdBy: input.caller.id };
      const row = await deps.database.transaction((tx) => createTournament(tx, by, creation));
      input.res.set('etag', `"${row.version}"`);
      return { tournament: presentTournament(row), message: 'The tournament was created as a draft.' };
    },
  });
}
