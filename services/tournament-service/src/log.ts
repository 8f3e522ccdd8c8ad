import { tournamentLogApi } from '@gym/contracts';
import type { z } from 'zod';

type Commands = typeof tournamentLogApi.tournamentCommands;

/** An entry of the log of a tournament before it has its place. */
export interface LogDraft {
  kind: tournamentLogApi.TournamentCommand;
  payload: unknown;
  affected: tournamentLogApi.Affected;
  reason: string | null;
}

/** @param about what the entry is about, and why somebody did it */
export function logged<Kind extends tournamentLogApi.TournamentCommand>(
  kind: Kind,
  payload: z.input<Commands[Kind]>,
  about: tournamentLogApi.Affected & { reason?: string | undefined } = {},
): LogDraft {
  const { reason = null, ...affected } = about;
  return { kind, payload: tournamentLogApi.tournamentCommands[kind].parse(payload), affected, reason };
}
