import { expectOk, type Logger, type Sidecar } from '@gym/service-kit';
import { mergeDocuments, serviceDocument, type MergeInput, type ServiceDocument } from './merge.js';

const freshMs = 60_000;
/** While a service is missing, the next reader soon gets a complete document. */
const incompleteMs = 3000;
const timeoutMs = 3000;

/** The OpenAPI document of the whole platform. */
export type PlatformDocument = () => Promise<object>;

interface Part {
  name: string;
  appId: string;
  /** The last one the service gave; a service that is down for a moment keeps its part. */
  document: ServiceDocument | undefined;
  answered: boolean;
}

/**
 * Asks every service for its document and merges them, at most once a minute. A service that does not answer keeps
 * the part it had; the description says so, and the document is served all the same.
 */
export function createPlatformDocument(
  routes: ReadonlyMap<string, string>,
  sidecar: Sidecar,
  log: Logger,
): PlatformDocument {
  const parts = [...routes].map(([name, appId]): Part => ({ name, appId, document: undefined, answered: false }));
  let cached: { until: number; document: Promise<object> } | undefined;

  async function refresh(part: Part): Promise<void> {
    try {
      part.document = expectOk(await sidecar.invoke(part.appId, '/openapi.json', { timeoutMs }), serviceDocument);
      part.answered = true;
    } catch (error) {
      part.answered = false;
      log.warn('the description of a service is missing', { app: part.appId, error });
    }
  }

  async function build(): Promise<object> {
    await Promise.all(parts.map(refresh));
    const complete = parts.every((part) => part.answered);
    cached = cached && { ...cached, until: Date.now() + (complete ? freshMs : incompleteMs) };
    return platformDocument(parts);
  }

  return () => {
    if (cached === undefined || Date.now() > cached.until) cached = { until: Date.now() + freshMs, document: build() };
    return cached.document;
  };
}

function platformDocument(parts: readonly Part[]): object {
  const known = parts.flatMap(({ document, ...part }): MergeInput[] => (document ? [{ ...part, document }] : []));
  const away = parts.filter((part) => !part.answered).map((part) => part.appId);
  const notes = away.length === 0 ? [] : [`${away.join(', ')} did not answer; what they offer may be missing here.`];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gym platform',
      version: '1.0.0',
      description: ['The API of all services behind the gateway.', ...notes].join('\n\n'),
    },
    servers: [{ url: '/' }],
    ...mergeDocuments(known),
  };
}
