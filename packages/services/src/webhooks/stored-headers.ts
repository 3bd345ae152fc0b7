import { redacted } from '@patchbay/core';
import type { Verifier } from '@patchbay/providers';
import { headerOf, type WebhookRequest } from './request.ts';

/** Of the hop and not of the event, or about the machines between. */
const leftOut =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|content-length|expect|via|forwarded|x-forwarded-.*|x-real-ip|cf-.*)$/;
/** What proves a sender by itself. A signature proves one body only, and whoever gets that may check it. */
const credentials = /^(authorization|cookie|x-api-key|.*token.*|.*secret.*|.*password.*)$/;
const mostHeaders = 60;
const longestValue = 2_000;

/** The headers as they are kept: credentials redacted, sizes bounded. */
export function storedHeaders(request: WebhookRequest, verifier: Verifier): Record<string, string> {
  const own = verifier.kind === 'token' ? verifier.header : null;
  const names = Object.keys(request.headers).filter((name) => !leftOut.test(name));
  return Object.fromEntries(
    names.slice(0, mostHeaders).map((name) => {
      if (name === own || credentials.test(name)) return [storable(name), redacted];
      return [storable(name), storable((headerOf(request, name) ?? '').slice(0, longestValue))];
    }),
  );
}

const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd').toWellFormed();
