import { tournamentsApi } from '@gym/contracts';
import { invalidFields, toFault } from '@gym/service-kit';
import { bracketFault } from './domain/bracket-text.js';
import type { Details } from './store/details.js';
import type { TournamentRow } from './store/tournaments.js';

type Settings = tournamentsApi.Settings;

const defaults: Omit<Settings, 'name' | 'start_date'> = {
  max_participants: 8,
  tournament_type: 'single_elimination',
  format: {},
  visibility: 'public',
  approval: 'manual',
  waiting_list: false,
  slug: null,
  registration_opens_at: null,
  registration_closes_at: null,
  check_in_opens_at: null,
  check_in_closes_at: null,
  team: null,
  self_reports: null,
  description: '',
  rules: '',
  venue: null,
  prizes: [],
  questions: [],
};

/** @throws AppError 400 with what is wrong, also between the settings */
export function checkedSettings(given: { [Name in keyof Settings]?: Settings[Name] | undefined }): Settings {
  const parsed = tournamentsApi.settings.safeParse({ ...defaults, ...withoutGaps(given) });
  if (!parsed.success) throw invalidFields(parsed.error.issues.map(toFault), 400);
  const { tournament_type, format } = parsed.data;
  const fault = tournament_type === 'custom' ? bracketFault(String(format['bracket'])) : undefined;
  if (fault !== undefined) throw invalidFields([{ pointer: '#/format/bracket', message: fault }], 400);
  return parsed.data;
}

/** What a client left out is no wish to have nothing. */
// Only undefined values are taken out.
export function withoutGaps<T extends object>(given: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}

const instant = (time: Date | null): string | null => time?.toISOString() ?? null;

/** The settings of a tournament as clients know them. */
export function settingsOf(row: TournamentRow, details: Details): Settings {
  return {
    ...details,
    name: row.name,
    start_date: row.start_date.toISOString(),
    max_participants: row.max_participants,
    tournament_type: row.tournament_type,
    format: row.format,
    visibility: row.visibility,
    approval: row.approval,
    waiting_list: row.waiting_list,
    slug: row.slug,
    registration_opens_at: instant(row.registration_opens_at),
    registration_closes_at: instant(row.registration_closes_at),
    check_in_opens_at: instant(row.check_in_opens_at),
    check_in_closes_at: instant(row.check_in_closes_at),
    team: row.team,
    self_reports: row.self_reports,
  };
}
