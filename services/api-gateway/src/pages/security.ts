import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Headers of every page: nothing is loaded from elsewhere, no inline script or style runs, nobody frames the pages.
 * @param socketUrl where the notification socket is, if not on this origin
 */
export function securityHeaders(socketUrl: string | undefined): RequestHandler {
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
        connectSrc: ["'self'", ...(socketUrl === undefined ? [] : [new URL(socketUrl).origin])],
        formAction: self,
        baseUri: none,
        frameAncestors: none,
      },
    },
    // Meaningless over plain HTTP; where TLS ends, the ingress sets it.
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
}
