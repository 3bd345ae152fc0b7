import { PatchbayError } from '@patchbay/core';
import { OutboundError } from '../../http/errors.ts';
import { type Trouble, type TroubleKind, troubleError } from '../../kit/trouble.ts';

/** Atheme's faults by number (include/atheme/common.h of 7.2), with what each means here. */
const faults: Record<number, [name: string, what: TroubleKind, hint: string]> = {
  1: ['needmoreparams', 'invalid_request', 'NickServ misses a part of the command'],
  2: ['badparams', 'invalid_request', 'NickServ does not take what was sent'],
  3: ['nosuch_source', 'not_found', 'NickServ does not know the account that asks'],
  4: ['nosuch_target', 'not_found', 'The nick is not registered'],
  5: ['authfail', 'dead_credential', 'NickServ refused the password'],
  6: ['noprivs', 'forbidden', 'NickServ does not allow this'],
  7: ['nosuch_key', 'not_found', 'NickServ has no such entry'],
  8: ['alreadyexists', 'invalid_request', 'The nick is registered already'],
  9: [
    'toomany',
    'invalid_request',
    'The e-mail address has as many accounts as the network allows',
  ],
  10: ['emailfail', 'provider', 'NickServ could not send its e-mail'],
  11: ['notverified', 'forbidden', 'The account waits for its e-mail address to be confirmed'],
  12: ['nochange', 'invalid_request', 'It is so already'],
  13: ['already_authed', 'invalid_request', 'The session is signed in already'],
  14: ['unimplemented', 'misconfigured', 'The services lack a module that this needs'],
  15: ['badauthcookie', 'dead_credential', 'The session with the services has ended'],
  16: ['internalerror', 'provider', 'The services failed by themselves'],
};

export type FaultName =
  | 'badparams'
  | 'nosuch_source'
  | 'nosuch_target'
  | 'authfail'
  | 'noprivs'
  | 'nosuch_key'
  | 'alreadyexists'
  | 'toomany'
  | 'nochange'
  | 'badauthcookie';

/** The services' own text may repeat a password, so it is never passed on. */
export function faultError(code: number): OutboundError {
  const [name, what, hint] = faults[code] ?? ['unknown', 'provider', 'The services refused'];
  return troubleError({ what, code: name, hint } satisfies Trouble, 200);
}

export const isFault = (error: unknown, ...names: FaultName[]): error is OutboundError =>
  error instanceof OutboundError && names.some((name) => error.trouble?.code === name);

/** Whether a registration was refused for what it asks, and not for trouble at the services. */
export const isRefusal = (error: unknown): boolean =>
  isFault(error, 'alreadyexists', 'badparams', 'noprivs', 'toomany');

/** What a refused registration means to the person who chose the nick; other faults stay what they are. */
export function registrationError(error: unknown): unknown {
  if (isFault(error, 'badparams'))
    return refusal(
      'invalid_input',
      'The network does not take this nick, or not for your e-mail address.',
    );
  if (isFault(error, 'noprivs'))
    return refusal(
      'conflict',
      'Somebody is on IRC with this nick just now. If it is you, change your nick there or leave, and try again.',
    );
  if (isFault(error, 'toomany'))
    return refusal('conflict', 'Your e-mail address has as many accounts as the network allows.');
  return error;
}

export const refusal = (code: 'invalid_input' | 'conflict', message: string) =>
  new PatchbayError(code, message, { fields: { identifier: [message] } });
