/** Why a backup or a restore cannot be; the message is for the operator and holds no secret. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** The command line or the environment is wrong. */
export class UsageError extends BackupError {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
