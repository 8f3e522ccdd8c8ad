/** A fault with a stable name and a sentence for the person at the terminal; printed without a stack trace. */
export class DevError extends Error {
  override readonly name = 'DevError';
  readonly slug: string;

  constructor(slug: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.slug = slug;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
