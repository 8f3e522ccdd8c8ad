import { tournamentEvents, userEvents } from '@gym/contracts';
import { eventOf } from '../../../tests/support/service.js';
import { addForgotten, addFrames, noEntries } from '../src/domain/entries.js';
import { exported } from '../src/domain/exported.js';
import { framesOf } from '../src/domain/frames.js';
import { emptySharedList, visibleTo, withOwn, emptyOwnList } from '../src/domain/notification-list.js';

const winner = { participant_id: 31, user_id: 5, name: 'Ann' };
const cup = { tournament_id: 7, name: 'Cup' };
const completed = eventOf(tournamentEvents.tournamentCompleted, 'tournament-service', 7, 12, { ...cup, winner });

test('of an event those whom it concerns keep what they were told, everybody what all were told, under the id of the frame', () => {
  const entries = noEntries();
  const batch = framesOf(completed);
  addFrames(entries, completed.id, batch);
  const [frame] = batch.frames;
  const expected = { id: frame?.seq, event_id: completed.id, event: 'tournament.completed' };
  expect(entries.shared).toMatchObject([expected]);
  expect([...entries.own]).toMatchObject([[5, [{ ...expected, data: { you_won: true } }]]]);
});

test('who is forgotten is remembered as such', () => {
  const entries = noEntries();
  addForgotten(entries, completed);
  addForgotten(entries, eventOf(userEvents.userForgotten, 'user-service', 5, 1, { user_id: 5 }));
  expect([...entries.forgotten]).toEqual([5]);
});

test('what a person takes along names nobody else', () => {
  const match = { ...cup, match_id: 1, round: 1, match_number: 1, score: '3:1', next_match_id: 2, corrected: false };
  const loser = { participant_id: 32, user_id: 6, name: 'Bea' };
  const event = eventOf(tournamentEvents.matchFinished, 'tournament-service', 7, 13, { ...match, winner, loser });
  const entries = noEntries();
  addFrames(entries, event.id, framesOf(event));
  const list = withOwn(emptyOwnList, entries.own.get(5) ?? []);
  const [taken] = visibleTo(5, list, emptySharedList).map(exported);
  expect(taken).toMatchObject({ event: 'match.finished', tournament_id: 7, tournament: 'Cup', is_read: false });
  expect(JSON.stringify(taken)).not.toMatch(/Bea|sides/);
  expect(exported({ id: 1, topic: 'user:5', event: 'x', data: 'text', time: '', is_read: true }).message).toBeNull();
});
