import type { Role } from './fields.js';

/** `public`: without a login; `internal`: other services, through the sidecar; a role: that role or a higher one. */
export type Access = 'public' | 'internal' | Role;

/** What is one's own from one role on, and what is another person's from a higher one on. */
export interface Ownership {
  own: Role;
  others: Role;
}

/**
 * Who may call what: every operation of every service by its verb and path. The guards read their access from here, an
 * operation that is missing does not compile, and `docs/permissions.md` is made of this.
 */
export const permissions = {
  'GET /api/auth/health': 'public',
  'GET /api/auth/.well-known/jwks.json': 'public',
  'POST /api/auth/register': 'public',
  'POST /api/auth/login': 'public',
  'POST /api/auth/refresh': 'public',
  'POST /api/auth/logout': 'member',
  'POST /api/auth/logout-all': 'member',
  'GET /api/auth/sessions': 'member',
  'DELETE /api/auth/sessions/:id': 'member',
  'POST /api/auth/validate': 'member',
  'POST /api/auth/create_admin': 'admin',
  'POST /api/auth/change-password': 'member',
  'POST /api/auth/forgot-password': 'public',
  'POST /api/auth/reset-password': 'public',
  'POST /api/auth/unlock': 'admin',
  'GET /api/auth/dead-events': 'admin',
  'GET /api/auth/dead-events/:id': 'admin',
  'POST /api/auth/dead-events/:id/replay': 'admin',
  'DELETE /api/auth/dead-events/:id': 'admin',

  'GET /api/users/health': 'public',
  'GET /api/users/me': 'member',
  'PATCH /api/users/me': 'member',
  'GET /api/users/me/export': 'member',
  'DELETE /api/users/me': 'member',
  // Whoever knows the random id of a deletion may see how far it is: after it nobody has a login any more.
  'GET /api/users/deletions/:id': 'public',
  'GET /api/users': 'trainer',
  'GET /api/users/:id': { own: 'member', others: 'trainer' },
  'GET /api/users/:id/audit': 'admin',
  'PATCH /api/users/approve': 'admin',
  'POST /api/users/bulk-approve': 'admin',
  'PATCH /api/users/reject': 'admin',
  'PATCH /api/users/ban': 'admin',
  'PATCH /api/users/unban': 'admin',
  'PATCH /api/users/:id/role': 'admin',
  'DELETE /api/users/:id': 'admin',
  'GET /api/users/dead-events': 'admin',
  'GET /api/users/dead-events/:id': 'admin',
  'POST /api/users/dead-events/:id/replay': 'admin',
  'DELETE /api/users/dead-events/:id': 'admin',

  'GET /api/tournaments/health': 'public',
  'GET /api/tournaments/leaderboard': 'public',
  'POST /api/tournaments/seasons': 'trainer',
  'GET /api/tournaments/seasons': 'member',
  'GET /api/tournaments/seasons/:season_id': 'member',
  'PATCH /api/tournaments/seasons/:season_id': { own: 'trainer', others: 'admin' },
  'DELETE /api/tournaments/seasons/:season_id': { own: 'trainer', others: 'admin' },
  'GET /api/tournaments/seasons/:season_id/leaderboard': 'public',
  'GET /api/tournaments/players/:user_id': 'member',
  'GET /api/tournaments/players/:user_id/history': 'member',
  'GET /api/tournaments/players/:user_id/opponents': 'member',
  'GET /api/tournaments/players/:user_id/opponents/:opponent_id': 'member',
  'GET /api/tournaments/players/:user_id/ratings': 'member',
  // One's own, of all tournaments.
  'GET /api/tournaments/calendar-address': 'member',
  'POST /api/tournaments/calendar-address': 'member',
  'DELETE /api/tournaments/calendar-address': 'member',
  'GET /api/tournaments/available-users': 'trainer',
  'POST /api/tournaments': 'trainer',
  'GET /api/tournaments': 'member',
  'GET /api/tournaments/:id': 'member',
  'DELETE /api/tournaments/:id': { own: 'trainer', others: 'admin' },
  'GET /api/tournaments/:id/me': 'member',
  'GET /api/tournaments/:id/participants': 'member',
  'POST /api/tournaments/:id/participants': 'member',
  'PUT /api/tournaments/:id/participants': { own: 'member', others: 'trainer' },
  'PATCH /api/tournaments/:id/participants/:participant_id/approve': 'trainer',
  'POST /api/tournaments/:id/generate-bracket': 'trainer',
  'GET /api/tournaments/:id/bracket': 'member',
  'GET /api/tournaments/:id/brackets': 'member',
  // A member in tournaments whose referee they are.
  'PUT /api/tournaments/:id/bracket/:match_id/result': { own: 'member', others: 'trainer' },
  // Matches and scores for referees, the rest for staff.
  'POST /api/tournaments/:id/play': { own: 'member', others: 'trainer' },
  'POST /api/tournaments/:id/play/preview': { own: 'member', others: 'trainer' },
  'PUT /api/tournaments/:id/bracket/:match_id/call': { own: 'member', others: 'trainer' },
  'PUT /api/tournaments/:id/bracket/:match_id/live': { own: 'member', others: 'trainer' },
  // The sides of the match themselves; captains for their teams.
  'PUT /api/tournaments/:id/bracket/:match_id/report': 'member',
  // Of one's own matches; all of them for staff and referees.
  'GET /api/tournaments/:id/reports': 'member',
  'GET /api/tournaments/:id/standings': 'member',
  'GET /api/tournaments/:id/ranks': 'member',
  'GET /api/tournaments/:id/podium': 'member',
  'GET /api/tournaments/:id/schedule': 'member',
  'GET /api/tournaments/:id/schedule/settings': 'member',
  'PUT /api/tournaments/:id/schedule/settings': { own: 'trainer', others: 'admin' },
  'POST /api/tournaments/:id/schedule/plan': 'trainer',
  'POST /api/tournaments/:id/schedule/replan': 'trainer',
  'GET /api/tournaments/:id/schedule/estimates': 'member',
  'GET /api/tournaments/:id/schedule/conflicts': 'trainer',
  'PATCH /api/tournaments/:id/schedule/:match_id': 'trainer',
  'GET /api/tournaments/:id/courts': 'member',
  'POST /api/tournaments/:id/courts': { own: 'trainer', others: 'admin' },
  'PATCH /api/tournaments/:id/courts/:court_id': { own: 'trainer', others: 'admin' },
  'DELETE /api/tournaments/:id/courts/:court_id': { own: 'trainer', others: 'admin' },
  'GET /api/tournaments/:id/participants/:participant_id/availability': { own: 'member', others: 'trainer' },
  'PUT /api/tournaments/:id/participants/:participant_id/availability': { own: 'member', others: 'trainer' },
  'GET /api/tournaments/by-slug/:slug': 'member',
  // One's own: made by oneself, or one is its organiser.
  'PATCH /api/tournaments/:id': { own: 'trainer', others: 'admin' },
  'POST /api/tournaments/:id/publish': { own: 'trainer', others: 'admin' },
  'POST /api/tournaments/:id/cancel': { own: 'trainer', others: 'admin' },
  'POST /api/tournaments/:id/clone': 'trainer',
  'POST /api/tournaments/:id/categories': { own: 'trainer', others: 'admin' },
  'PATCH /api/tournaments/:id/categories/:category_id': { own: 'trainer', others: 'admin' },
  'DELETE /api/tournaments/:id/categories/:category_id': { own: 'trainer', others: 'admin' },
  'GET /api/tournaments/:id/staff': 'trainer',
  'PUT /api/tournaments/:id/staff/:user_id': { own: 'trainer', others: 'admin' },
  'DELETE /api/tournaments/:id/staff/:user_id': { own: 'trainer', others: 'admin' },
  'GET /api/tournaments/templates': 'trainer',
  'POST /api/tournaments/templates': 'trainer',
  'GET /api/tournaments/templates/:template_id': 'trainer',
  'DELETE /api/tournaments/templates/:template_id': { own: 'trainer', others: 'admin' },
  'POST /api/tournaments/templates/:template_id/tournaments': 'trainer',
  'GET /api/tournaments/:id/participants/:participant_id': 'member',
  'PATCH /api/tournaments/:id/participants/:participant_id': { own: 'member', others: 'trainer' },
  'PATCH /api/tournaments/:id/participants/:participant_id/reject': 'trainer',
  'PATCH /api/tournaments/:id/participants/:participant_id/withdraw': { own: 'member', others: 'trainer' },
  'PATCH /api/tournaments/:id/participants/:participant_id/disqualify': 'trainer',
  'PATCH /api/tournaments/:id/participants/:participant_id/reinstate': 'trainer',
  'PATCH /api/tournaments/:id/participants/:participant_id/substitute': 'trainer',
  'PUT /api/tournaments/:id/participants/:participant_id/roster': { own: 'member', others: 'trainer' },
  'PUT /api/tournaments/:id/participants/:participant_id/check-in': { own: 'member', others: 'trainer' },
  'DELETE /api/tournaments/:id/participants/:participant_id/check-in': 'trainer',
  'POST /api/tournaments/:id/participants/import/preview': 'trainer',
  'POST /api/tournaments/:id/participants/import': 'trainer',
  'GET /api/tournaments/:id/seeding': 'trainer',
  'PUT /api/tournaments/:id/seeding': 'trainer',
  'GET /api/tournaments/:id/log': 'trainer',
  'GET /api/public/tournaments': 'public',
  'GET /api/public/tournaments/:slug': 'public',
  'GET /api/public/tournaments/:slug/bracket': 'public',
  'GET /api/public/tournaments/:slug/participants': 'public',
  'GET /api/public/tournaments/:slug/standings': 'public',
  'GET /api/public/tournaments/:slug/ranks': 'public',
  'GET /api/public/tournaments/:slug/schedule': 'public',
  'GET /api/public/tournaments/:slug/exports/:file': 'public',
  // Whoever knows the secret address of a calendar.
  'GET /api/public/calendar.ics': 'public',
  'GET /api/tournaments/:id/exports/:file': 'member',
  // Whole, with answers and notes that staff may see.
  'GET /api/tournaments/:id/export.json': 'trainer',
  'POST /api/tournaments/import': 'trainer',
  'GET /api/tournaments/dead-events': 'admin',
  'GET /api/tournaments/dead-events/:id': 'admin',
  'POST /api/tournaments/dead-events/:id/replay': 'admin',
  'DELETE /api/tournaments/dead-events/:id': 'admin',

  'GET /api/notifications/health': 'public',
  // Without a login it is for public tournaments only.
  'POST /api/notifications/ticket': 'public',
  // The ticket says for whom.
  'GET /api/notifications/stream': 'public',
  'GET /api/notifications': 'member',
  'PATCH /api/notifications/:id/read': 'member',
  'POST /api/notifications/read-all': 'member',
  'POST /api/notifications/send': 'trainer',
  'POST /api/notifications/broadcast': 'trainer',

  'GET /internal/users/available': 'internal',
  'GET /internal/accounts/:id/export': 'internal',
  'POST /internal/accounts/:id/check-password': 'internal',
  'GET /internal/entrants/:id/:kind': 'internal',
  'GET /internal/notifications/:id': 'internal',
  'GET /internal/watchable-tournaments': 'internal',
  'GET /internal/events': 'internal',
  'GET /internal/revocations': 'internal',
  'GET /internal/events/status': 'internal',
  'GET /internal/snapshot/accounts': 'internal',
  'GET /internal/snapshot/users': 'internal',
  'GET /internal/snapshot/tournaments': 'internal',
  'GET /internal/snapshot/notifications': 'internal',
  'GET /internal/sagas': 'internal',
  'GET /internal/sagas/:id': 'internal',
  'GET /internal/dead-events': 'internal',
  'GET /internal/dead-events/:id': 'internal',
  'POST /internal/dead-events/:id/replay': 'internal',
  'DELETE /internal/dead-events/:id': 'internal',
  'POST /internal/outbox/redrive': 'internal',
  'POST /internal/rebuild': 'internal',
} as const satisfies Record<string, Access | Ownership>;

export type OperationId = keyof typeof permissions;

/** What the guard of an operation asks for, before anybody looks whose thing it is. */
export type AccessOf<Id extends OperationId> = LeastOf<(typeof permissions)[Id]>;
type LeastOf<Entry extends Access | Ownership> = Entry extends Ownership ? Entry['own'] : Extract<Entry, Access>;

export interface Permission {
  access: Access;
  /** From which role on other people's things are in reach; undefined where nothing belongs to anybody. */
  others: Role | undefined;
}

/** @throws for an operation that is not in the table: nobody may serve what nobody decided about */
export function permissionOf(operationId: string): Permission {
  const entry: Access | Ownership | undefined = table.get(operationId);
  if (entry === undefined) throw new Error(`${operationId} is not in packages/contracts/src/permissions.ts`);
  return typeof entry === 'string' ? { access: entry, others: undefined } : { access: entry.own, others: entry.others };
}

const table = new Map<string, Access | Ownership>(Object.entries(permissions));
