import type { tournamentsApi } from '@gym/contracts';

type Settings = tournamentsApi.Settings;
type Template = tournamentsApi.Template;
const windows = ['registration_opens_at', 'registration_closes_at', 'check_in_opens_at', 'check_in_closes_at'] as const;

/** What a tournament leaves to others like it: times count from the start, so that they move along with it. */
export function templateOf(settings: Settings, categories: tournamentsApi.CategoryInput[]): Template {
  const { name: _name, slug: _slug, start_date, ...rest } = settings;
  const start = Date.parse(start_date);
  const offset = (time: string | null): number | null =>
    time === null ? null : Math.round((Date.parse(time) - start) / 1000);
  const times = Object.fromEntries(windows.map((name) => [name, offset(settings[name])])) as Pick<
    Template,
    (typeof windows)[number]
  >;
  return { ...rest, ...times, categories };
}

/** Settings like those a template was made of, for another name and start. */
export function settingsFrom(
  { categories: _categories, ...template }: Template,
  { name, start_date }: Pick<Settings, 'name' | 'start_date'>,
): Settings {
  const start = Date.parse(start_date);
  const time = (offset: number | null): string | null =>
    offset === null ? null : new Date(start + offset * 1000).toISOString();
  const times = Object.fromEntries(windows.map((window) => [window, time(template[window])])) as Pick<
    Settings,
    (typeof windows)[number]
  >;
  return { ...template, ...times, name, start_date, slug: null };
}
