import { z } from 'zod';
import { line } from '../fields.js';

/** As people write it, with at least five digits; nobody calls it automatically. */
export const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^\+?(?:[ ()./-]*\d){5,20}[ ()./-]*$/, 'must be a telephone number');

/** A day, as on an identity card. */
export const birthDate = z.iso
  .date()
  .refine((day) => day >= '1900-01-01' && day <= new Date().toISOString().slice(0, 10), 'must be a day in the past');

export const emergencyContact = z
  .object({ name: line(120), phone, relation: line(60).optional() })
  .meta({ id: 'EmergencyContact' });

const preferenceName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'must be a name such as large_text');
const preferenceValue = z.union([z.boolean(), z.number(), z.string().max(200)]);

/** What a client wants to remember about the person who uses it; the services do not look into it. */
export const preferences = z.record(preferenceName, preferenceValue);
export const maxPreferences = 50;

/** A merge patch (RFC 7396): what is left out stays, null removes. */
export const profileUpdate = z
  .strictObject({
    full_name: line(120).optional(),
    phone: phone.nullable().optional(),
    birth_date: birthDate.nullable().optional(),
    emergency_contact: emergencyContact.nullable().optional(),
    preferences: z.record(preferenceName, preferenceValue.nullable()).optional(),
  })
  .meta({ id: 'ProfileUpdate' });
export type ProfileUpdate = z.infer<typeof profileUpdate>;
