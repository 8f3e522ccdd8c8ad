import type { FieldFault } from '@gym/service-kit/errors';
import { itemsOf } from '@gym/tournament-engine';
import { standingOf } from '../play/settle-entrants.js';
import type { Document } from './labels.js';
import type { Replayed } from './replay.js';

/** What can be said of draws before they are played again. */
export function* drawFaults({ draws, history }: Document): Generator<FieldFault> {
  const now = Date.now();
  for (const [at, { entry, events, completed_at }] of draws.entries()) {
    const pointer = `#/document/draws/${at}`;
    if (completed_at !== null && Date.parse(completed_at) > now) {
      yield { pointer: `${pointer}/completed_at`, message: 'lies in the future' };
    }
    if (entry > history.length) yield { pointer: `${pointer}/entry`, message: 'is not in the history' };
    for (const [index, event] of events.entries()) {
      if (event.entry <= history.length) continue;
      yield { pointer: `${pointer}/events/${index}/entry`, message: 'is not in the history' };
    }
  }
}

/** Participants are what their draw says of them. */
export function* entrantFaults({ participants }: Document, replayed: readonly Replayed[]): Generator<FieldFault> {
  const places = new Map(participants.map(({ id }, index) => [id, index]));
  for (const [at, { draw, state }] of replayed.entries()) {
    for (const entrant of itemsOf(state.entrants)) {
      const index = places.get(Number(entrant.id));
      const participant = index === undefined ? undefined : participants[index];
      if (participant === undefined) {
        yield { pointer: `#/document/draws/${at}/entrants`, message: 'names somebody who is not in the document' };
        continue;
      }
      const pointer = `#/document/participants/${index}`;
      const standing = standingOf(entrant);
      if (participant.status !== standing)
        yield { pointer: `${pointer}/status`, message: `must be ${standing}, as the draw says` };
      if (participant.category !== draw.category)
        yield { pointer: `${pointer}/category`, message: 'must be that of the draw' };
    }
  }
}
