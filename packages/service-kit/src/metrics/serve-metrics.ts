import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';
import type { BaseConfig } from '../config.js';
import type { Logger } from '../logger.js';
import { closeServer, listen } from '../server.js';

/**
 * Serves the figures at a port of their own, which no Service, Ingress or sidecar leads to: `/metrics` for Prometheus,
 * `/metrics.json` for `dev.sh`.
 * @returns stops it
 */
export async function serveMetrics(config: BaseConfig, log: Logger): Promise<() => Promise<void>> {
  if (config.METRICS_PORT === undefined) return () => Promise.resolve();
  register.setDefaultLabels({ app_id: config.APP_ID });
  collectDefaultMetrics();
  const server = createServer((req, res) => {
    answer(req, res).catch((error: unknown) => {
      log.warn('figures cannot be read', { error });
      res.writeHead(503).end();
    });
  });
  await listen(server, config.METRICS_PORT, config.METRICS_HOST);
  return () => closeServer(server, 1000);
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'GET' && req.url === '/metrics') {
    const body = await register.metrics();
    res.writeHead(200, { 'content-type': register.contentType }).end(body);
  } else if (req.method === 'GET' && req.url === '/metrics.json') {
    const body = JSON.stringify(await register.getMetricsAsJSON());
    res.writeHead(200, { 'content-type': 'application/json' }).end(body);
  } else {
    res.writeHead(404).end();
  }
}
