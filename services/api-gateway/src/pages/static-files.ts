import express, { type RequestHandler } from 'express';

/** A name with a hash of the content, such as `app-3f9a1c0b.js`, never gets another content. */
const hashed = /[-.][\da-f]{8,}\.\w+$/i;
const yearSeconds = 31_536_000;
const minuteSeconds = 60;

/** Files of a folder. Documents are revalidated at every load, other files after a minute, hashed names never. */
export function staticFiles(folder: string): RequestHandler {
  return express.static(folder, {
    index: 'index.html',
    redirect: false,
    setHeaders(res, path) {
      res.setHeader('cache-control', cacheControl(path));
    },
  });
}

export function cacheControl(path: string): string {
  if (path.endsWith('.html')) return 'no-cache';
  if (hashed.test(path)) return `public, max-age=${yearSeconds}, immutable`;
  return `public, max-age=${minuteSeconds}`;
}
