import { conflict } from '@gym/service-kit/errors';

interface Windows {
  registration_opens_at: Date | null;
  registration_closes_at: Date | null;
  check_in_opens_at: Date | null;
  check_in_closes_at: Date | null;
  check_in_settled_at: Date | null;
  phase: string;
}

/** Half-open: at the opening moment one may, at the closing moment not any more. @throws AppError 409 */
export function requireRegistration(tournament: Windows, now: Date): void {
  const { registration_opens_at: opens, registration_closes_at: closes } = tournament;
  if (opens !== null && now < opens) {
    throw conflict(`Registration opens at ${opens.toISOString()}.`, 'registration-not-open');
  }
  if (closes !== null && now >= closes) {
    throw conflict(`Registration was open until ${closes.toISOString()}.`, 'registration-closed');
  }
}

/** @param isStaff who may check people in before the window opens @throws AppError 409 */
export function requireCheckIn(tournament: Windows, now: Date, isStaff: boolean): void {
  const { check_in_opens_at: opens, check_in_closes_at: closes } = tournament;
  if (opens === null || closes === null) throw conflict('This tournament has no check-in.', 'no-check-in');
  if (!isStaff && now < opens) throw conflict(`Check-in opens at ${opens.toISOString()}.`, 'check-in-not-open');
  if (!isStaff && now >= closes) throw conflict(`Check-in was open until ${closes.toISOString()}.`, 'check-in-closed');
}

/** The check-in is over and nobody was taken out yet. */
export function isCheckInDue({ check_in_closes_at, check_in_settled_at, phase }: Windows, now: Date): boolean {
  return (
    phase === 'published' && check_in_closes_at !== null && check_in_settled_at === null && now >= check_in_closes_at
  );
}

/** @throws AppError 409 while people may still check in */
export function requireCheckInOver({ check_in_closes_at }: Windows, now: Date): void {
  if (check_in_closes_at === null || now >= check_in_closes_at) return;
  throw conflict(`Check-in ends at ${check_in_closes_at.toISOString()}.`, 'check-in-open');
}
