import type { tournamentsApi } from '@gym/contracts';
import { badRequest, conflict, type FieldFault } from '@gym/service-kit/errors';

type Member = tournamentsApi.RosterMember;

/** What is wrong with a roster. Too few people are no fault yet: a team may fill up until it checks in. */
export function rosterFaults(rule: tournamentsApi.TeamRule, members: Member[], pointer = '#/members'): FieldFault[] {
  const count = (role: Member['role']): number => members.filter((member) => member.role === role).length;
  const users = members.flatMap(({ user_id }) => (user_id === null ? [] : [user_id]));
  const faults: string[] = [];
  if (count('captain') !== 1) faults.push('must have one captain');
  if (count('captain') + count('member') > rule.max) faults.push(`must have at most ${rule.max} people`);
  if (count('reserve') > rule.reserves) faults.push(`must have at most ${rule.reserves} reserves`);
  if (new Set(users).size !== users.length) faults.push('must not name anybody twice');
  return faults.map((message) => ({ pointer, message }));
}

/** The people a team has when it names nobody: whoever enters it leads it. */
export function startingRoster(name: string, userId: number | null): Member[] {
  return userId === null ? [] : [{ name, user_id: userId, role: 'captain' }];
}

/** @throws AppError 409 when somebody is in another team */
export function requireFree(taken: number[]): void {
  if (taken.length > 0) throw conflict(`In another team already: user ${taken.join(', ')}.`, 'already-in');
}

/** @throws AppError 409 when teams have too few people */
export function requireComplete(names: string[], min: number): void {
  if (names.length === 0) return;
  throw conflict(`Teams with less than ${min} people: ${names.slice(0, 20).join(', ')}.`, 'roster-incomplete');
}

/** @throws AppError 400 where people enter by themselves */
export function requireTeams(team: tournamentsApi.TeamRule | null): tournamentsApi.TeamRule {
  if (team === null) throw badRequest('This tournament is not for teams.', 'no-teams');
  return team;
}
