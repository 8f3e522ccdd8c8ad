import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers of every page: nothing is loaded from elsewhere, no inline script or style runs, nobody frames the pages.
 * @param sockets where the notification socket may be, besides this origin
 * @param framed a page that has no buttons to be tricked into pressing, and that others may show in theirs
 */
export function securityHeaders(sockets: readonly string[], framed = false): RequestHandler {
  const self = ["'self'"];
  const none = ["'none'"];
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: none,
        scriptSrc: self,
        styleSrc: self,
        imgSrc: ["'self'", 'data:'],
        fontSrc: self,
        manifestSrc: self,
        workerSrc: self,
        connectSrc: ["'self'", ...sockets],
        formAction: self,
        baseUri: none,
        frameAncestors: framed ? ['*'] : none,
      },
    },
    // Meaningless over plain HTTP; where TLS ends, the ingress sets it.
    strictTransportSecurity: false,
    xFrameOptions: framed ? false : { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
}
