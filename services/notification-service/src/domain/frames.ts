import {
  accountEvents,
  eventFrame,
  id,
  notificationEvents,
  tournamentEvents,
  userEvents,
  type CloudEvent,
  type EventFrame,
  type EventType,
  type notificationsApi,
} from '@gym/contracts';
import { z } from 'zod';

/** What every replica is told about one event. */
export const frameBatch = z.object({
  frames: z.array(eventFrame),
  /** Users who have lost access: after the frames their sockets are closed. */
  disconnect: z.array(id),
  /** A topic that is for members from now on: before the frames its spectators are sent away. */
  closed: z.string().optional(),
});
export type FrameBatch = z.infer<typeof frameBatch>;

/** A frame before it has a place in its topic. `event` defaults to the type of the event without version. */
interface Draft {
  topic: string;
  data: unknown;
  event?: string;
}
interface Outcome {
  drafts: Draft[];
  disconnect?: number[];
  closed?: string;
}

/** Topics of tournaments are open to spectators without a login: what goes there names nobody's account. */
const tournamentTopic = (tournamentId: number): string => `tournament:${tournamentId}`;
const userTopic = (userId: number): string => `user:${userId}`;

const rules = new Map<string, (payload: unknown) => Outcome>([
  rule(accountEvents.accountRegistered, ({ user_id, full_name, role, is_approved }) => ({
    drafts: [{ topic: 'admin', data: { user_id, full_name, role, is_approved } }],
  })),
  rule(userEvents.profileCreated, ({ user_id, full_name }) => ({
    drafts: [{ topic: userTopic(user_id), event: 'user.welcome', data: { full_name } }],
  })),
  rule(userEvents.userApproved, ({ user_id, role }) => ({
    drafts: [{ topic: userTopic(user_id), data: { role } }, adminDraft({ user_id, role })],
  })),
  rule(userEvents.userRejected, ({ user_id, reason }) => ({
    drafts: [{ topic: userTopic(user_id), data: { reason } }, adminDraft({ user_id, reason })],
  })),
  rule(userEvents.userRoleChanged, ({ user_id, role, previous_role }) => ({
    drafts: [{ topic: userTopic(user_id), data: { role } }, adminDraft({ user_id, role, previous_role })],
  })),
  rule(userEvents.userBanned, ({ user_id, reason }) => ({
    drafts: [{ topic: userTopic(user_id), data: { reason } }, adminDraft({ user_id, reason })],
    disconnect: [user_id],
  })),
  rule(userEvents.userUnbanned, ({ user_id }) => ({ drafts: [adminDraft({ user_id })] })),
  rule(userEvents.userDeleted, ({ user_id }) => ({ drafts: [adminDraft({ user_id })], disconnect: [user_id] })),
  // A draft is nobody's business until it is published.
  rule(tournamentEvents.tournamentCreated, ({ tournament }) => ({
    drafts: [{ topic: tournament.phase === 'draft' ? 'admin' : 'broadcast', data: described(tournament) }],
  })),
  rule(tournamentEvents.tournamentPublished, ({ tournament }) => ({
    drafts: [{ topic: 'broadcast', data: described(tournament) }],
  })),
  rule(tournamentEvents.tournamentUpdated, ({ tournament, changed }) => ({
    drafts: [watcherDraft({ ...described(tournament), changed })],
    ...(tournament.visibility === 'members' && { closed: tournamentTopic(tournament.id) }),
  })),
  rule(tournamentEvents.tournamentChanged, (data) => ({
    drafts: [watcherDraft(data)],
  })),
  rule(tournamentEvents.tournamentCancelled, ({ user_ids, was_draft, ...data }) => ({
    drafts: [...(was_draft ? [] : [{ topic: 'broadcast', data }]), watcherDraft(data), ...personal(user_ids, data)],
  })),
  rule(tournamentEvents.tournamentDeleted, (payload) => ({
    drafts: [{ topic: 'broadcast', data: payload }, watcherDraft(payload)],
  })),
  rule(tournamentEvents.participantRequested, ({ tournament_id, name, participant }) => ({
    // Trainers, who may decide it, watch the tournament.
    drafts: [adminDraft({ tournament_id, name, participant }), changedDraft({ tournament_id })],
  })),
  rule(tournamentEvents.participantApproved, ({ tournament_id, name, participant }) => {
    const { id, name: participant_name, seed, user_id } = participant;
    const data = { tournament_id, name, participant: { id, name: participant_name, seed } };
    return { drafts: [watcherDraft(data), ...personal([user_id], data)] };
  }),
  // Who waits, was refused or is there is shown to the people themselves; lists of the tournament are loaded again.
  rule(tournamentEvents.participantWaitlisted, (payload) => personalOnly(payload)),
  rule(tournamentEvents.participantCheckedIn, (payload) => shown(payload)),
  rule(tournamentEvents.participantMovedUp, (payload) => shown(payload)),
  rule(tournamentEvents.participantRejected, (payload) => personalOnly(payload)),
  rule(tournamentEvents.participantWithdrawn, (payload) => left(payload)),
  rule(tournamentEvents.participantDropped, (payload) => left(payload)),
  rule(tournamentEvents.participantDisqualified, (payload) => left(payload)),
  rule(tournamentEvents.participantSubstituted, ({ replaced, ...payload }) => {
    const { tournament_id, name, participant, user_ids } = payload;
    const data = { tournament_id, name, participant: publicSide(participant), replaced: { name: replaced.name } };
    return { drafts: [watcherDraft(data), ...personal(user_ids, data)] };
  }),
  rule(tournamentEvents.categoryCompleted, ({ winner, winners, ...category }) => {
    const data = { ...category, ...firsts(winner, winners) };
    return {
      drafts: [watcherDraft(data), ...personal(usersOf(winners ?? [winner]), { ...data, you_won: true })],
    };
  }),
  rule(tournamentEvents.roundDrawn, ({ user_ids, ...data }) => ({
    drafts: [watcherDraft(data), ...personal(user_ids, data)],
  })),
  rule(tournamentEvents.bracketCorrected, ({ user_ids, reason, ...data }) => ({
    drafts: [watcherDraft(data), ...personal(user_ids, { ...data, reason: reason ?? null })],
  })),
  rule(tournamentEvents.matchCalled, ({ user_ids, sides, ...match }) => {
    const data = { ...match, sides: sides.map(publicSide) };
    return { drafts: [watcherDraft(data), ...personal(user_ids, data)] };
  }),
  rule(tournamentEvents.matchStarted, ({ sides, ...match }) => ({
    drafts: [watcherDraft({ ...match, sides: sides.map(publicSide) })],
  })),
  rule(tournamentEvents.matchScore, (data) => ({ drafts: [watcherDraft(data)] })),
  // What sides say of each other is between them and staff; watchers load what they may see.
  rule(tournamentEvents.matchReported, ({ user_ids, by, ...match }) => ({
    drafts: [changedDraft(match), ...personal(user_ids, { ...match, by: publicSide(by) })],
  })),
  rule(tournamentEvents.matchDisputed, ({ user_ids, sides, ...match }) => {
    const data = { ...match, sides: sides.map(publicSide) };
    return { drafts: [changedDraft(match), adminDraft(data), ...personal(user_ids, data)] };
  }),
  rule(tournamentEvents.matchEndedLevel, ({ sides, ...match }) => {
    const data = { ...match, sides: sides.map(publicSide) };
    return { drafts: [watcherDraft(data), ...personal(usersOf(sides), data)] };
  }),
  rule(tournamentEvents.bracketGenerated, ({ user_ids, ...data }) => ({
    drafts: [watcherDraft(data), ...personal(user_ids, data)],
  })),
  // The list is long, and people find their own matches in the schedule.
  rule(tournamentEvents.scheduleChanged, ({ user_ids, ...data }) => {
    const { matches: _matches, ...short } = data;
    return { drafts: [watcherDraft(data), ...personal(user_ids, short)] };
  }),
  rule(tournamentEvents.matchFinished, ({ winner, loser, ...match }) => {
    const data = { ...match, winner: publicSide(winner), loser: loser && publicSide(loser) };
    return {
      drafts: [
        watcherDraft(data),
        ...personal([winner.user_id], { ...data, you_won: true }),
        ...personal([loser?.user_id], { ...data, you_won: false }),
      ],
    };
  }),
  rule(tournamentEvents.tournamentCompleted, ({ winner, winners, ...tournament }) => {
    const data = { ...tournament, ...firsts(winner, winners) };
    return {
      drafts: [
        watcherDraft(data),
        { topic: 'broadcast', data },
        ...personal(usersOf(winners ?? [winner]), { ...data, you_won: true }),
      ],
    };
  }),
  rule(notificationEvents.messageSent, (message) => ({ drafts: [messageDraft(message)] })),
]);

function rule<Payload>(
  type: EventType<Payload>,
  draft: (payload: Payload) => Outcome,
): [string, (payload: unknown) => Outcome] {
  return [type.type, (payload) => draft(type.payload.parse(payload))];
}

export interface Message {
  /** Null: to everybody. */
  user_id: number | null;
  event_type: string;
  message: string;
}

function messageDraft({ user_id, event_type, message }: Message): Draft {
  return { topic: user_id === null ? 'broadcast' : userTopic(user_id), event: event_type, data: { message } };
}

function adminDraft(data: unknown): Draft {
  return { topic: 'admin', data };
}

/** To whoever watches the tournament. */
function watcherDraft(data: { tournament_id: number; [field: string]: unknown }): Draft {
  return { topic: tournamentTopic(data.tournament_id), data };
}

/** To whoever watches the tournament: that there is something new, and not what. */
function changedDraft({ tournament_id }: { tournament_id: number }): Draft {
  return { ...watcherDraft({ tournament_id }), event: 'tournament.changed' };
}

function personal(userIds: (number | null | undefined)[], data: unknown): Draft[] {
  return userIds.flatMap((userId) => (userId ? [{ topic: userTopic(userId), data }] : []));
}

interface Described {
  id: number;
  name: string;
  start_date: string;
  tournament_type: string;
  max_participants: number;
}

function described({ id, name, start_date, tournament_type, max_participants }: Described) {
  return { tournament_id: id, name, start_date, tournament_type, max_participants };
}

interface Concerned {
  tournament_id: number;
  name: string;
  participant: { participant_id: number; name: string };
  user_ids: number[];
  reason?: string | null;
}

function personalOnly({ user_ids, participant, ...rest }: Concerned): Outcome {
  return { drafts: personal(user_ids, { ...rest, participant: publicSide(participant) }) };
}

/** To the watchers of the tournament too, but not why. */
function shown(payload: Concerned): Outcome {
  const { tournament_id, name, participant } = payload;
  const data = { tournament_id, name, participant: publicSide(participant) };
  return { drafts: [watcherDraft(data), ...personalOnly(payload).drafts] };
}

/** Those who never had a place were in no list. */
function left({ had_place, ...payload }: Concerned & { had_place: boolean }): Outcome {
  return had_place ? shown(payload) : personalOnly(payload);
}

interface Side {
  participant_id: number;
  user_id: number | null;
  name: string;
}

function usersOf(sides: readonly Side[]): (number | null)[] {
  return sides.map(({ user_id }) => user_id);
}

/** Who has won; all of them where several share the first place. */
function firsts(winner: Side, winners: readonly Side[] | undefined): Record<string, unknown> {
  return { winner: publicSide(winner), ...(winners !== undefined && { winners: winners.map(publicSide) }) };
}

function publicSide({ participant_id, name }: { participant_id: number; name: string }): unknown {
  return { participant_id, name };
}

/**
 * The frames an event causes; none for a type nobody watches. The same event always gives the same frames.
 *
 * `seq` is the event's time in microseconds, with the producer's own number instead of those below a millisecond:
 * no counter has to be shared, and events of one producer are ordered as they were committed. It grows per topic,
 * with holes.
 * @throws ZodError for a payload that breaks its schema
 */
export function framesOf(event: CloudEvent): FrameBatch {
  const { drafts, disconnect = [], closed } = rules.get(event.type)?.(event.data.payload) ?? { drafts: [] };
  const name = event.type.replace(/^gym\./, '').replace(/\.v\d+$/, '');
  const frames = drafts.map((draft) => toFrame(draft, name, event.time, event.data.seq));
  return { frames, disconnect, ...(closed !== undefined && { closed }) };
}

/**
 * The frame of a message that no event was made of.
 * @param number tells messages of one millisecond apart
 */
export function messageFrames(message: Message, time: string, number: number): FrameBatch {
  return { frames: [toFrame(messageDraft(message), message.event_type, time, number)], disconnect: [] };
}

/**
 * Tells the other devices of a person what was read on one of them. Not kept itself.
 * @param number tells frames of one millisecond apart
 */
export function readingFrames(
  userId: number,
  data: notificationsApi.Reading,
  time: string,
  number: number,
): FrameBatch {
  const draft = { topic: userTopic(userId), data };
  return { frames: [toFrame(draft, 'notifications.read', time, number)], disconnect: [] };
}

function toFrame({ topic, data, event }: Draft, name: string, time: string, number: number): EventFrame {
  const seq = Date.parse(time) * 1000 + (number % 1000);
  return { type: 'event', seq, topic, event: event ?? name, data, time };
}
