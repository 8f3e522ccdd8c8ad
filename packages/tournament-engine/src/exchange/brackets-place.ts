import type { Section } from '../model/match.js';
import { EngineError } from '../errors.js';

type Bracket = 'single-elimination' | 'double-elimination';

/** Where a brackets-model has a match: the number of its group and of its round in it. */
export interface BracketsPlace {
  group: number;
  round: number;
}

/** The group of a section and how far its rounds are from ours; undefined when a brackets-model has no place for it. */
export function placeOfSection(format: Bracket, section: Section, round: number): BracketsPlace | undefined {
  if (format === 'single-elimination') {
    if (section === 'main') return { group: 1, round };
    return section === 'places-3' ? { group: 2, round } : undefined;
  }
  if (section === 'winners') return { group: 1, round };
  if (section === 'losers') return { group: 2, round };
  if (section === 'final') return { group: 3, round };
  return section === 'reset' ? { group: 3, round: round + 1 } : undefined;
}

export function bracketsError(what: string): EngineError {
  return new EngineError('invalid-brackets-model', what);
}
