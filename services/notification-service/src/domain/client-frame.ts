import { clientFrame, type ClientFrame } from '@gym/contracts';

/** @returns what the client asks for, or a sentence that says why it cannot be understood */
export function parseClientFrame(text: string): ClientFrame | { type: 'malformed'; detail: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { type: 'malformed', detail: 'A frame must be JSON.' };
    throw error;
  }
  const parsed = clientFrame.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
  return { type: 'malformed', detail: `The frame is not valid${where}: ${issue?.message ?? 'unknown fault'}` };
}
