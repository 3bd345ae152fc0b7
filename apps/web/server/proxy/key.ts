import { hash } from 'node:crypto';
import { PatchbayError } from '@patchbay/core';

const shape = /^pb_[a-z2-9]{32}$/;
const bearer = /^bearer +(\S+)$/i;

/** The one place that knows where programs put their key; a cookie beside it is never looked at. */
export function keyFrom(authorization: string | undefined, apiKey: string | undefined): string {
  const token = authorization === undefined ? undefined : bearer.exec(authorization)?.[1];
  if (token !== undefined && apiKey !== undefined && token !== apiKey) {
    throw new PatchbayError('unauthenticated', 'Send one API key, in one header.');
  }
  const key = token ?? apiKey;
  if (key === undefined) throw new PatchbayError('unauthenticated', 'Send an API key.');
  if (!shape.test(key)) throw new PatchbayError('unauthenticated', 'This API key is not valid.');
  return key;
}

/** By this the process remembers a key, so that the key itself is not kept. */
export const digestOf = (key: string): string => hash('sha256', key, 'base64url');
