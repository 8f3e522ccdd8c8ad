import { toFault } from '@gym/service-kit';
import type { FieldFault } from '@gym/service-kit/errors';
import type { z } from 'zod';

/** As many as a person can put right at once. */
export const shownFaults = 200;

/** What a schema says of a part of a document. */
export function faultsOf({ issues }: z.ZodError, pointer: string): FieldFault[] {
  return issues.map((issue) => {
    const fault = toFault(issue);
    return { pointer: `${pointer}${fault.pointer.slice(1)}`, message: fault.message };
  });
}
