import type { usersApi } from '@gym/contracts';
import { badRequest } from '@gym/service-kit/errors';

/** What people say about themselves. */
export interface Details {
  phone: string | null;
  /** Such as `1990-12-31`. */
  birth_date: string | null;
  emergency_contact: Exclude<usersApi.ProfileUpdate['emergency_contact'], undefined>;
  preferences: Record<string, string | number | boolean>;
}

interface Profile extends Details {
  full_name: string;
}

/**
 * A merge patch (RFC 7396): what is left out stays, null removes; preferences are merged one by one.
 * @throws AppError 400 when there are too many preferences afterwards
 */
export function updateProfile(before: Profile, patch: usersApi.ProfileUpdate, maxPreferences: number): Profile {
  const merged = new Map<string, string | number | boolean>(Object.entries(before.preferences));
  for (const [name, value] of Object.entries(patch.preferences ?? {})) {
    if (value === null) merged.delete(name);
    else merged.set(name, value);
  }
  if (merged.size > maxPreferences) {
    throw badRequest(`There is room for ${maxPreferences} preferences.`, 'too-many-preferences');
  }
  return {
    full_name: patch.full_name ?? before.full_name,
    phone: patch.phone === undefined ? before.phone : patch.phone,
    birth_date: patch.birth_date === undefined ? before.birth_date : patch.birth_date,
    emergency_contact: patch.emergency_contact === undefined ? before.emergency_contact : patch.emergency_contact,
    preferences: Object.fromEntries(merged),
  };
}
