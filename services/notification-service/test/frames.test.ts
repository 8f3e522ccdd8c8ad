import {
  accountEvents,
  eventFrame,
  notificationEvents,
  tournamentEvents,
  userEvents,
  type EventType,
} from '@gym/contracts';
import * as fc from 'fast-check';
import { framesOf, messageFrames } from '../src/domain/frames.js';
import { eventOf } from '../../../tests/support/service.js';

const tournament = {
  id: 7,
  name: 'Spring Cup',
  start_date: '2030-05-01T10:00:00Z',
  max_participants: 8,
  tournament_type: 'single_elimination' as const,
  status: 'setup' as const,
  created_at: '2030-04-01T10:00:00Z',
  created_by: 2,
  participant_count: 0,
};
const participant = {
  id: 31,
  tournament_id: 7,
  user_id: 5,
  name: 'Ann',
  seed: 1,
  status: 'approved' as const,
  created_at: '2030-04-01T10:00:00Z',
};
const ann = { participant_id: 31, user_id: 5, name: 'Ann' };
const guest = { participant_id: 32, user_id: null, name: 'Guest' };
const named = { tournament_id: 7, name: 'Spring Cup' };
const match = { ...named, match_id: 1, round: 1, match_number: 1, score: '3:1', next_match_id: 2, corrected: false };
const standing = { user_id: 5, version: 1, role: 'trainer' as const, is_approved: true, is_banned: false };

/** Topics and names of the frames of an event, such as `user:5 match.finished`. */
function topicsOf<Payload>(type: EventType<Payload>, payload: Payload): string[] {
  return framesOf(eventOf(type, 'some-service', 7, 1, payload)).frames.map((frame) => `${frame.topic} ${frame.event}`);
}

describe('what people hear of an event', () => {
  test('everybody hears of a new tournament', () => {
    expect(topicsOf(tournamentEvents.tournamentCreated, { tournament })).toEqual(['broadcast tournament.created']);
  });

  test('watchers of a tournament and both players hear of a result', () => {
    const winner = { participant_id: 40, user_id: 6, name: 'Bea' };
    expect(topicsOf(tournamentEvents.matchFinished, { ...match, winner, loser: ann })).toEqual([
      'tournament:7 match.finished',
      'user:6 match.finished',
      'user:5 match.finished',
    ]);
  });

  test('players learn whether they won', () => {
    const event = eventOf(tournamentEvents.matchFinished, 'tournament-service', 7, 1, {
      ...match,
      winner: guest,
      loser: ann,
    });
    const personal = framesOf(event).frames.filter((frame) => frame.topic === 'user:5');
    expect(personal).toEqual([expect.objectContaining({ data: expect.objectContaining({ you_won: false }) })]);
  });

  test('a walkover has no loser to tell', () => {
    expect(topicsOf(tournamentEvents.matchFinished, { ...match, winner: guest, loser: null })).toEqual([
      'tournament:7 match.finished',
    ]);
  });

  test('who is rejected or gets another role hears of it, and so do admins', () => {
    expect(topicsOf(userEvents.userRejected, { ...standing, is_approved: false, reason: 'Nobody knows you.' })).toEqual(
      ['user:5 user.rejected', 'admin user.rejected'],
    );
    expect(topicsOf(userEvents.userRoleChanged, { ...standing, previous_role: 'member' })).toEqual([
      'user:5 user.role-changed',
      'admin user.role-changed',
    ]);
  });

  test('watchers, everybody and the champion hear of the end of a tournament', () => {
    expect(topicsOf(tournamentEvents.tournamentCompleted, { ...named, winner: ann })).toEqual([
      'tournament:7 tournament.completed',
      'broadcast tournament.completed',
      'user:5 tournament.completed',
    ]);
  });

  test('an approved participant and the watchers hear of it; of a mere request no more than that there is one', () => {
    expect(topicsOf(tournamentEvents.participantApproved, { ...named, participant })).toEqual([
      'tournament:7 participant.approved',
      'user:5 participant.approved',
    ]);
    expect(topicsOf(tournamentEvents.participantRequested, { ...named, participant })).toEqual([
      'admin participant.requested',
      'tournament:7 tournament.changed',
    ]);
  });

  test('a draft stays among admins until it is published', () => {
    const draft = { tournament: { ...tournament, phase: 'draft' as const } };
    expect(topicsOf(tournamentEvents.tournamentCreated, draft)).toEqual(['admin tournament.created']);
    expect(topicsOf(tournamentEvents.tournamentPublished, { tournament })).toEqual(['broadcast tournament.published']);
    const cancelled = { ...named, reason: 'Snow', user_ids: [] };
    expect(topicsOf(tournamentEvents.tournamentCancelled, { ...cancelled, was_draft: true })).toEqual([
      'tournament:7 tournament.cancelled',
    ]);
  });

  test('everybody and each who has entered hear that a tournament is called off, and why', () => {
    const payload = { ...named, reason: 'Snow', was_draft: false, user_ids: [5, 6] };
    expect(topicsOf(tournamentEvents.tournamentCancelled, payload)).toEqual([
      'broadcast tournament.cancelled',
      'tournament:7 tournament.cancelled',
      'user:5 tournament.cancelled',
      'user:6 tournament.cancelled',
    ]);
  });

  const concerned = { ...named, participant: ann, user_ids: [5, 6] };
  test('who moves up hears it, all of a team, and the watchers see it', () => {
    expect(topicsOf(tournamentEvents.participantMovedUp, concerned)).toEqual([
      'tournament:7 participant.moved-up',
      'user:5 participant.moved-up',
      'user:6 participant.moved-up',
    ]);
    expect(topicsOf(tournamentEvents.participantWaitlisted, concerned)).toEqual([
      'user:5 participant.waitlisted',
      'user:6 participant.waitlisted',
    ]);
  });

  test('why somebody was refused or lost the place is told to nobody else', () => {
    const left = { ...concerned, user_ids: [5], reason: 'Too late' };
    const types = [
      tournamentEvents.participantRejected,
      tournamentEvents.participantDisqualified,
      tournamentEvents.participantDropped,
      tournamentEvents.participantWithdrawn,
    ];
    for (const type of types) {
      const event = eventOf(type, 'tournament-service', 7, 1, { ...left, had_place: true });
      const reasons = framesOf(event).frames.map(({ topic, data }) => [
        topic,
        JSON.stringify(data).includes('Too late'),
      ]);
      expect([type.type, Object.fromEntries(reasons)['user:5']]).toEqual([type.type, true]);
      expect(reasons.filter(([topic, known]) => topic !== 'user:5' && known)).toEqual([]);
    }
    expect(topicsOf(tournamentEvents.participantRejected, { ...left, had_place: false })).toEqual([
      'user:5 participant.rejected',
    ]);
  });

  test('watchers and everybody drawn hear of a bracket', () => {
    expect(topicsOf(tournamentEvents.bracketGenerated, { ...named, rounds: 1, matches: 1, user_ids: [5, 6] })).toEqual([
      'tournament:7 bracket.generated',
      'user:5 bracket.generated',
      'user:6 bracket.generated',
    ]);
  });

  test('who plays is told where, whoever watches sees the points, and reports are between the sides and staff', () => {
    const place = { ...named, match_id: 1, category_id: null, round: 1, match_number: 1 };
    const called = { ...place, court: 'Court 2', sides: [ann, guest], user_ids: [5] };
    expect(topicsOf(tournamentEvents.matchCalled, called)).toEqual([
      'tournament:7 match.called',
      'user:5 match.called',
    ]);
    expect(topicsOf(tournamentEvents.matchStarted, { ...place, sides: [ann, guest] })).toEqual([
      'tournament:7 match.started',
    ]);
    const live = { game: 2, points: [3, 1] as [number, number] };
    expect(topicsOf(tournamentEvents.matchScore, { ...place, games: [[11, 9]], live })).toEqual([
      'tournament:7 match.score',
    ]);
    const reported = { ...place, by: guest, stands_at: null, user_ids: [5] };
    expect(topicsOf(tournamentEvents.matchReported, reported)).toEqual([
      'tournament:7 tournament.changed',
      'user:5 match.reported',
    ]);
    const { frames } = framesOf(eventOf(tournamentEvents.matchReported, 't', 7, 1, reported));
    expect(frames[0]?.data).toEqual({ tournament_id: 7 });
    expect(topicsOf(tournamentEvents.matchDisputed, { ...place, sides: [ann, guest], user_ids: [5] })).toEqual([
      'tournament:7 tournament.changed',
      'admin match.disputed',
      'user:5 match.disputed',
    ]);
  });

  test('those whose results were corrected are told why, and nobody else', () => {
    const corrected = { ...named, category_id: null, matches: [1], reset: [2], reason: 'Wrong card', user_ids: [5] };
    const { frames } = framesOf(eventOf(tournamentEvents.bracketCorrected, 't', 7, 1, corrected));
    expect(frames.map(({ topic, data }) => [topic, JSON.stringify(data).includes('Wrong card')])).toEqual([
      ['tournament:7', false],
      ['user:5', true],
    ]);
  });

  test('a message goes to its reader, or to everybody, under the name its sender chose', () => {
    const message = { sender_id: 2, event_type: 'news', message: 'Hello' };
    expect(topicsOf(notificationEvents.messageSent, { ...message, user_id: 5 })).toEqual(['user:5 news']);
    expect(topicsOf(notificationEvents.messageSent, { ...message, user_id: null })).toEqual(['broadcast news']);
  });

  test('admins hear of new accounts, and people of their approval', () => {
    const account = { user_id: 5, email: 'a@gym.test', full_name: 'Ann', role: 'trainer' as const };
    expect(topicsOf(accountEvents.accountRegistered, { ...account, is_approved: false, is_root_admin: false })).toEqual(
      ['admin account.registered'],
    );
    expect(topicsOf(userEvents.userApproved, standing)).toEqual(['user:5 user.approved', 'admin user.approved']);
  });

  test('who is banned or deleted is told and disconnected', () => {
    const banned = eventOf(userEvents.userBanned, 'user-service', 5, 1, { ...standing, reason: 'spam' });
    expect(framesOf(banned)).toMatchObject({ frames: [{ topic: 'user:5' }, { topic: 'admin' }], disconnect: [5] });
    const deleted = eventOf(userEvents.userDeleted, 'user-service', 5, 1, { user_id: 5, version: 2 });
    expect(framesOf(deleted).disconnect).toEqual([5]);
  });

  test('spectators of a tournament learn nobody’s account', () => {
    const place = { ...named, match_id: 1, category_id: null, round: 1, match_number: 1 };
    const drawn = { ...named, rounds: 1, matches: 1, user_ids: [5] };
    const events = [
      eventOf(tournamentEvents.matchFinished, 't', 7, 1, { ...match, winner: ann, loser: ann }),
      eventOf(tournamentEvents.participantApproved, 't', 7, 2, { ...named, participant }),
      eventOf(tournamentEvents.bracketGenerated, 't', 7, 3, drawn),
      eventOf(tournamentEvents.tournamentCompleted, 't', 7, 4, { ...named, winner: ann }),
      eventOf(tournamentEvents.tournamentDeleted, 't', 7, 5, named),
      eventOf(tournamentEvents.matchCalled, 't', 7, 6, { ...place, court: '1', sides: [ann], user_ids: [5] }),
      eventOf(tournamentEvents.matchStarted, 't', 7, 7, { ...place, sides: [ann] }),
    ];
    const open = events.flatMap((event) => framesOf(event).frames).filter(({ topic }) => topic === 'tournament:7');
    expect(open).toHaveLength(events.length);
    expect(JSON.stringify(open)).not.toMatch(/user_id/);
  });

  test('a type nobody watches causes nothing, a broken payload is refused', () => {
    const event = eventOf(userEvents.userApproved, 'user-service', 5, 1, standing);
    expect(framesOf({ ...event, type: 'gym.moon.risen.v1' })).toEqual({ frames: [], disconnect: [] });
    expect(() => framesOf({ ...event, data: { seq: 1, payload: { user_id: 'five' } } })).toThrow(/invalid/i);
  });
});

describe('the place of a frame in its topic', () => {
  test('the same event has the same frames on every replica', () => {
    const event = eventOf(userEvents.userApproved, 'user-service', 5, 1, standing);
    expect(framesOf(event)).toEqual(framesOf(structuredClone(event)));
  });

  test('later events of a producer have higher numbers', () => {
    const instants = fc.tuple(
      fc.integer({ min: 0, max: 1e6 }),
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 1, max: 1e9 }),
    );
    fc.assert(
      fc.property(instants, ([start, later, seq]) => {
        const event = eventOf(userEvents.userApproved, 'user-service', 5, seq, standing);
        const at = (ms: number): string => new Date(Date.UTC(2030, 0) + ms).toISOString();
        const [first] = framesOf({ ...event, time: at(start) }).frames;
        const [second] = framesOf({ ...event, time: at(start + later), data: { ...event.data, seq: seq + 1 } }).frames;
        expect(second?.seq).toBeGreaterThan(first?.seq ?? Infinity);
      }),
    );
  });

  test('every frame is one that clients can read', () => {
    const batch = messageFrames({ user_id: null, event_type: 'news', message: 'Hi' }, '2030-01-01T00:00:00.000Z', 999);
    expect(batch.frames.map((frame) => eventFrame.parse(frame).seq)).toEqual([1_893_456_000_000_999]);
  });
});
