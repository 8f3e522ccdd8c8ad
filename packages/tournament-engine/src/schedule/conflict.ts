import type { CourtId, JobId, PersonId } from './job.js';

/** Why a plan cannot be played as it is. `jobs` are in the order of their starts; `missing` is in milliseconds. */
export type Conflict =
  /** Two on one court at the same time. */
  | { kind: 'court'; jobs: [JobId, JobId]; court: CourtId }
  /** People in two matches at once; `certain` when one of them surely is in both. */
  | { kind: 'people'; jobs: [JobId, JobId]; people: PersonId[]; certain: boolean }
  /** People who rest too little between two matches. */
  | { kind: 'rest'; jobs: [JobId, JobId]; people: PersonId[]; certain: boolean; missing: number }
  /** The second of `jobs` starts before the first, which feeds it, has ended and its people have rested. */
  | { kind: 'order'; jobs: [JobId, JobId]; missing: number }
  /** The court is not open all the time. */
  | { kind: 'closed'; jobs: [JobId]; court: CourtId }
  /** The court lacks what the match needs, or the match has no court. */
  | { kind: 'unsuitable'; jobs: [JobId]; court: CourtId | null }
  /** People who are not there all the time. */
  | { kind: 'absent'; jobs: [JobId]; people: PersonId[]; certain: boolean }
  /** Before the start of the rules or of the job. */
  | { kind: 'early'; jobs: [JobId]; missing: number }
  /** Not where it is locked. */
  | { kind: 'lock'; jobs: [JobId] }
  /** A person who may have more matches on a day than the rules allow; `day` counts the days of the rules from 0. */
  | { kind: 'per-day'; jobs: JobId[]; person: PersonId; day: number; count: number };
