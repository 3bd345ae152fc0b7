import { PatchbayError } from '@patchbay/core';
import { problemResponse } from '@patchbay/trpc';

const methods = ['GET', 'HEAD', 'POST'];
const formType = 'application/x-www-form-urlencoded';

/** What no page can answer, refused before one tries; null for reading and for forms as our pages send them. */
export function refusePageRequest(request: Request, requestId: string): Response | null {
  if (!methods.includes(request.method)) {
    const error = new PatchbayError('invalid_input', 'Pages are read, and changed by forms.');
    const headers = { allow: methods.join(', ') };
    return problemResponse(error, requestId, {
      status: 405,
      title: 'Method Not Allowed',
      headers,
    });
  }
  if (request.method !== 'POST' || contentType(request) === formType) return null;
  const error = new PatchbayError('invalid_input', `Send ${formType}.`);
  return problemResponse(error, requestId, { status: 415, title: 'Unsupported Media Type' });
}

const contentType = ({ headers }: Request) =>
  headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();

/**
 * The request as the pages get it. Remix compares Origin with Host by itself, and behind a proxy that does not pass
 * the public name on it would refuse every form. Our own check, against the public address, has decided already.
 */
export function forPages(request: Request): Request {
  if (!request.headers.has('origin')) return request;
  const headers = new Headers(request.headers);
  headers.delete('origin');
  return new Request(request, { headers });
}
