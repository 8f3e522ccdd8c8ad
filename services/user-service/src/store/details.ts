import { usersApi } from '@gym/contracts';
import type { Queryable, Transaction } from '@gym/service-kit';
import { z } from 'zod';
import type { Details } from '../domain/profile.js';

/** What people say about themselves, also in the form in which a deletion keeps it. */
export const detailsRow = z.object({
  phone: z.string().nullable().default(null),
  birth_date: z.string().nullable().default(null),
  emergency_contact: usersApi.emergencyContact.nullable().default(null),
  preferences: usersApi.preferences.default({}),
});

const columns = 'phone, birth_date::text, emergency_contact, preferences';

export async function findDetails(db: Queryable, userId: number): Promise<Details> {
  const { rows } = await db.query(`select ${columns} from users where id = $1`, [userId]);
  return detailsRow.parse(rows[0] ?? {});
}

export async function saveProfile(
  tx: Transaction,
  userId: number,
  { full_name, phone, birth_date, emergency_contact, preferences }: Details & { full_name: string },
): Promise<void> {
  await tx.query(
    `update users set full_name = $2, phone = $3, birth_date = $4, emergency_contact = $5, preferences = $6
     where id = $1`,
    [
      userId,
      full_name,
      phone,
      birth_date,
      emergency_contact && JSON.stringify(emergency_contact),
      JSON.stringify(preferences),
    ],
  );
}
