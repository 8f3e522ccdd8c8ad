import { tournamentsApi } from '@gym/contracts';
import { hasRole, operation, type Operation } from '@gym/service-kit';
import { invalidFields } from '@gym/service-kit/errors';
import { answerFaults } from '../domain/answers.js';
import { categoryFor } from '../domain/categories.js';
import { changeParticipant } from '../entries/change-participant.js';
import { changeCategory } from '../entries/change-category.js';
import { logged } from '../log.js';
import { listCategories } from '../store/categories.js';
import { findDetails } from '../store/details.js';
import { findPrivate, updateEntry } from '../store/participants.js';
import { requireRegistration } from '../domain/windows.js';
import type { Deps } from '../tournaments.js';
import { participantParams } from './params.js';

export function updateParticipant(deps: Deps): Operation {
  return operation({
    method: 'patch',
    path: '/api/tournaments/:id/participants/:participant_id',
    summary: 'Change the name, the answers or the category of one’s entry, or of anybody’s as staff',
    params: participantParams,
    body: tournamentsApi.entryPatch,
    answer: { status: 200, schema: tournamentsApi.participantChanged },
    refusals: [400, 404, 409, 412],
    handle: (input) =>
      changeParticipant(deps, input, { action: 'change' }, async (tx, tournament, before) => {
        const isStaff = hasRole(input.caller, 'trainer');
        if (!isStaff) requireRegistration(tournament, new Date());
        const known = await findPrivate(tx, before.id);
        const { name = before.name, answers = known.answers } = input.body;
        const faults = answerFaults((await findDetails(tx, tournament.id)).questions, answers, !isStaff);
        if (faults.length > 0) throw invalidFields(faults, 422);
        const wanted = input.body.category_id ?? before.category_id ?? undefined;
        const categories = await listCategories(tx, tournament.id);
        const category_id = categoryFor(categories, { category_id: wanted, answers, isComplete: !isStaff });
        const entry = await updateEntry(tx, before.id, { ...before, name, answers });
        const { row, movedUp, events } = await changeCategory(tx, tournament, entry, category_id);
        const payload = {
          participant_id: row.id,
          fields: Object.keys(input.body),
          category_id: row.category_id,
          status: row.status,
          moved_up: movedUp,
        };
        const about = { participants: [row.id, ...movedUp] };
        return { row, message: 'The entry was changed.', events, log: [logged('participant.changed', payload, about)] };
      }),
  });
}
