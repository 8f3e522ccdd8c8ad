import { tournamentEvents, userEvents } from '@gym/contracts';
import { eventOf } from '../../../tests/support/service.js';
import { addEvent, addFrames, noEntries } from '../src/domain/entries.js';
import { exported } from '../src/domain/exported.js';
import { framesOf, messageFrames } from '../src/domain/frames.js';
import { emptySharedList, visibleTo, withOwn, emptyOwnList } from '../src/domain/notification-list.js';

const winner = { participant_id: 31, user_id: 5, name: 'Ann' };
const cup = { tournament_id: 7, name: 'Cup' };
const completed = eventOf(tournamentEvents.tournamentCompleted, 'tournament-service', 7, 12, { ...cup, winner });

test('of an event those whom it concerns keep what they were told, everybody what all were told, under the id of the frame', () => {
  const entries = noEntries();
  const batch = framesOf(completed);
  addEvent(entries, completed, batch);
  const [frame] = batch.frames;
  const expected = { id: frame?.seq, event_id: completed.id, event: 'tournament.completed' };
  expect(entries.shared).toMatchObject([expected]);
  expect([...entries.own]).toMatchObject([[5, [{ ...expected, data: { you_won: true } }]]]);
});

test('who is forgotten is remembered as such', () => {
  const entries = noEntries();
  const forgotten = eventOf(userEvents.userForgotten, 'user-service', 5, 1, { user_id: 5 });
  for (const event of [completed, forgotten]) addEvent(entries, event, framesOf(event));
  expect([...entries.forgotten]).toEqual([5]);
});

test('who has just come is told nothing from before, which no message of staff can pretend', () => {
  const entries = noEntries();
  const event = eventOf(userEvents.profileCreated, 'user-service', 5, 1, { user_id: 5, full_name: 'Ann' });
  const batch = framesOf(event);
  addEvent(entries, event, batch);
  expect([...entries.joined]).toEqual([[5, batch.frames[0]?.seq]]);
  const pretended = noEntries();
  const message = { user_id: 6, event_type: 'user.welcome', message: 'Hi' };
  addFrames(pretended, event.id, messageFrames(message, event.time, 1));
  expect([...pretended.own.keys(), ...pretended.joined]).toEqual([6]);
});

test('what a person takes along names nobody else', () => {
  const match = { ...cup, match_id: 1, round: 1, match_number: 1, score: '3:1', next_match_id: 2, corrected: false };
  const loser = { participant_id: 32, user_id: 6, name: 'Bea' };
  const event = eventOf(tournamentEvents.matchFinished, 'tournament-service', 7, 13, { ...match, winner, loser });
  const entries = noEntries();
  addEvent(entries, event, framesOf(event));
  const list = withOwn(emptyOwnList, entries.own.get(5) ?? []);
  const [taken] = visibleTo(5, list, emptySharedList).map(exported);
  expect(taken).toMatchObject({ event: 'match.finished', tournament_id: 7, tournament: 'Cup', is_read: false });
  expect(JSON.stringify(taken)).not.toMatch(/Bea|sides/);
  expect(exported({ id: 1, topic: 'user:5', event: 'x', data: 'text', time: '', is_read: true }).message).toBeNull();
});
