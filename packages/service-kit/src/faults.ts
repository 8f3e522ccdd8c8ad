import type { z } from 'zod';
import type { FieldFault } from './errors.js';

/** What is wrong with a field, as a person would say it; the pointer is RFC 6901 as a URI fragment. */
export function toFault(issue: z.core.$ZodIssue): FieldFault {
  const path = issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
  return { pointer: `#${path.map((part) => `/${part}`).join('')}`, message: sentenceOf(issue) };
}

const names: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

function sentenceOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      // zod keeps the input out of the issue, so only its message tells a missing field from a wrong one.
      return issue.message.endsWith('received undefined')
        ? 'is required'
        : `must be ${names[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must ${amount(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${amount(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return issue.format === 'email' ? 'must be an email address' : issue.message;
    default:
      return issue.message;
  }
}

function amount(origin: string, comparison: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${comparison} ${limit} characters`;
  if (origin === 'array') return `have ${comparison} ${limit} entries`;
  return `be ${comparison} ${limit}`;
}
