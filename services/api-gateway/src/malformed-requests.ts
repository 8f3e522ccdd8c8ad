import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { Socket } from 'node:net';
import { AppError, badRequest } from '@gym/service-kit/errors';

/** Answers what the HTTP parser refused with a problem too; there is no request object for it. */
export function answerMalformedRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // After a first answer on the connection, text of ours could be taken for a part of another one.
    const spoken = socket instanceof Socket && socket.bytesWritten > 0;
    if (error.code === 'ECONNRESET' || !socket.writable || spoken) socket.destroy();
    else socket.end(rawAnswer(refusalOf(error.code)));
  });
}

function refusalOf(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') {
    const detail = 'The header of the request is larger than 16 KiB.';
    return new AppError(431, 'header-too-large', 'Request header fields too large', { detail });
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new AppError(408, 'request-timeout', 'Request timeout', { detail: 'The request took too long to arrive.' });
  }
  return badRequest('This is not a valid HTTP request.', 'malformed-request');
}

function rawAnswer(refusal: AppError): string {
  const requestId = randomUUID();
  const body = JSON.stringify(refusal.toProblem('/', requestId));
  const head = [
    `HTTP/1.1 ${refusal.status} ${refusal.title}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
