import { documentApi } from '@gym/contracts';
import { operation, type Operation } from '@gym/service-kit';
import { importDocument as importIt } from '../transfer/import.js';
import type { Deps } from '../tournaments.js';

export function importDocument(deps: Deps): Operation {
  return operation({
    method: 'post',
    path: '/api/tournaments/import',
    summary: 'Make a tournament of the document another one was exported as, here or at another installation',
    body: documentApi.importRequest,
    answer: { status: 200, schema: documentApi.imported },
    refusals: [409, 413],
    handle: ({ body, caller }) => importIt(deps, body, caller.id),
  });
}
