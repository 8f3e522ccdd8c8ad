import { tournamentsApi } from '@gym/contracts';
import { operation, versionTag, type Operation } from '@gym/service-kit';
import { presentTournament } from '../presenters.js';
import { checkedSettings } from '../settings.js';
import { createTournament as create } from '../setup/create.js';
import type { Deps } from '../tournaments.js';

export function createTournament({ database, appId }: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments',
    summary: 'Create a tournament, open for entries at once or as a draft',
    body: tournamentsApi.newTournament,
    answer: { status: 201, schema: tournamentsApi.tournamentCreated },
    refusals: [409],
    invalidStatus: 400,
    async handle({ body: { draft: isDraft = false, ...given }, caller, res }) {
      const settings = checkedSettings(given);
      const row = await database.transaction((tx) =>
        create(tx, { appId, createdBy: caller.id }, { settings, isDraft }),
      );
      res.set('etag', versionTag(row.version));
      return { tournament: presentTournament(row), message: 'The tournament was created.' };
    },
  });
}
