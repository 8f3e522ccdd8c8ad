import { fileURLToPath } from 'node:url';
import { defineService, onlyThroughSidecar, type Overrides, type Resources, type Service } from '@gym/service-kit';
import { Router } from 'express';
import type { Config } from './config.js';
import { createChangeConsumer, hearsChanges } from './events/changes.js';
import { answerMalformedRequests } from './malformed-requests.js';
import { createPlatformDocument } from './openapi/platform-document.js';
import { pagesRouter } from './pages/router.js';
import { createFront } from './proxy/front.js';
import { createUpstream } from './proxy/upstream.js';
import { SharedCache } from './shared/shared-cache.js';

const webRoot = fileURLToPath(new URL('../../../web', import.meta.url));
const docsRoot = fileURLToPath(new URL('../docs-page', import.meta.url));

/** Of memory for answers that are the same for everybody. */
const cacheBytes = 64 * 1_048_576;

/** The one door for browsers and scripts: the API of every service under one address, and the browser application. */
export function createService(config: Config, overrides: Overrides = {}): Service {
  return defineService(
    config,
    async (resources) => {
      const { sidecar, log, server } = resources;
      answerMalformedRequests(server);
      informAboutServices(config, resources);
      const document = createPlatformDocument(config.GATEWAY_ROUTES, sidecar, log);
      const { cache, router } = openCache(config, resources);
      return {
        operations: [],
        front: openProxy(config, resources, cache),
        publicRouters: [
          router,
          pagesRouter({ document, webRoot: config.WEB_ROOT ?? webRoot, docsRoot, sockets: socketOrigins(config) }),
        ],
      };
    },
    overrides,
  );
}

/** On a developer's machine every replica of notification-service has a port of its own, so any port there will do. */
function socketOrigins({ PUBLIC_WS_URL: url, NODE_ENV: mode }: Config): string[] {
  if (url !== undefined) return [new URL(url).origin];
  return mode === 'production' ? [] : ['ws://localhost:*', 'ws://127.0.0.1:*'];
}

/** The cache, what empties it, and where its own sidecar delivers that; nobody else has the token. */
function openCache(config: Config, resources: Resources): { cache: SharedCache; router: Router } {
  const cache = new SharedCache({
    maxBytes: cacheBytes,
    now: () => performance.now(),
    isTrusted: () => hearsChanges(changes),
  });
  const changes = createChangeConsumer(cache, resources.sidecar, resources.log);
  resources.onStarted(() => changes.start());
  resources.onStop(() => changes.stop());
  resources.inform('changes', () => {
    const silence = new Error('not heard for a while: everything is asked for anew');
    return hearsChanges(changes) ? Promise.resolve() : Promise.reject(silence);
  });
  const router = Router();
  router.post('/internal/events/:topic', onlyThroughSidecar(config.APP_API_TOKEN));
  return { cache, router: router.use(changes.router) };
}

function openProxy(config: Config, { log, onStop }: Resources, cache: SharedCache): ReturnType<typeof createFront> {
  const upstreams = new Map(
    [...config.GATEWAY_ROUTES].map(([name, appId]) => [
      name,
      createUpstream(name, appId, config.DAPR_HTTP_PORT, config.UPSTREAM_TIMEOUT_MS),
    ]),
  );
  onStop(async () => {
    await Promise.all([...upstreams.values()].map(({ pool }) => pool.destroy()));
  });
  return createFront({
    upstreams,
    origins: config.CORS_ORIGINS,
    timeoutMs: config.UPSTREAM_TIMEOUT_MS,
    sender: { daprApiToken: config.DAPR_API_TOKEN, trustedProxies: config.TRUSTED_PROXIES },
    cache,
    watch: {
      log,
      recordedShare: config.OTEL_EXPORTER_ZIPKIN_ENDPOINT === undefined ? 0 : config.OTEL_TRACES_SAMPLER_ARG,
    },
  });
}

/**
 * Lines of `/readyz` that do not decide it: with one service down the gateway must go on serving the others, and
 * taking it out of a load balancer would turn a part that is missing into an outage of everything.
 */
function informAboutServices(config: Config, { inform, sidecar }: Resources): void {
  for (const appId of new Set(config.GATEWAY_ROUTES.values())) {
    inform(appId, async () => {
      const { status } = await sidecar.invoke(appId, '/readyz', { timeoutMs: 1500 });
      if (status !== 200) throw new Error(`answers ${status}`);
    });
  }
}
