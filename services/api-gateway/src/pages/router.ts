import { asyncApiDocument } from '@gym/contracts';
import { unknownPath } from '@gym/service-kit';
import { AppError } from '@gym/service-kit/errors';
import { Router } from 'express';
import type { PlatformDocument } from '../openapi/platform-document.js';
import { securityHeaders } from './security.js';
import { staticFiles } from './static-files.js';

export interface Pages {
  document: PlatformDocument;
  webRoot: string;
  docsRoot: string;
  /** Origins of the notification socket. */
  sockets: readonly string[];
}

/** What the gateway itself serves: the browser application, the description of the API, and 404 for the rest. */
export function pagesRouter({ document, webRoot, docsRoot, sockets }: Pages): Router {
  const router = Router();
  const events = asyncApiDocument();
  const [ownPage, framedPage] = [securityHeaders(sockets), securityHeaders(sockets, true)];
  router.use((req, res, next) => (req.path.startsWith('/embed/') ? framedPage : ownPage)(req, res, next));
  router.use((req, _res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD') return next();
    const detail = 'Only GET and HEAD are possible here.';
    throw new AppError(405, 'method-not-allowed', 'Method not allowed', { detail, headers: { allow: 'GET, HEAD' } });
  });
  router.get('/openapi.json', async (_req, res) => {
    res.set('cache-control', 'public, max-age=60').json(await document());
  });
  router.get('/asyncapi.json', (_req, res) => {
    res.set('cache-control', 'public, max-age=60').json(events);
  });
  // Without the slash, relative addresses in the page would start one level too high.
  router.get('/docs', (req, res, next) => (req.path.endsWith('/') ? next() : res.redirect(308, '/docs/')));
  router.use('/docs', staticFiles(docsRoot));
  // The page reads from its address which tournament it shows.
  for (const page of ['embed', 'screen', 'sheets']) {
    router.get(`/${page}/:slug`, (_req, res) => {
      res.set('cache-control', 'no-cache').sendFile(`${page}.html`, { root: webRoot });
    });
  }
  router.use(staticFiles(webRoot));
  router.use(unknownPath);
  return router;
}
