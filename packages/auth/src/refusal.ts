import { httpStatus, invalidField, PatchbayError } from '@patchbay/core';
import { z } from 'zod';

const Refused = z.object({ code: z.string().optional(), message: z.string().optional() });

/** What the identity library says, in the product's words. Sign-in never tells which half was wrong. */
export async function refusalOf(response: Response): Promise<PatchbayError> {
  const parsed = Refused.safeParse(await response.json().catch(() => ({})));
  const { code, message } = parsed.data ?? {};
  switch (code) {
    case 'INVALID_EMAIL_OR_PASSWORD':
      return new PatchbayError(
        'unauthenticated',
        'The e-mail address or the password is not right.',
      );
    case 'INVALID_EMAIL':
      return invalidField('email', 'Give an e-mail address.');
    case 'INVALID_PASSWORD':
      return invalidField('currentPassword', 'This is not your current password.');
    case 'SIGN_UP_CLOSED':
    case 'INVITATION_REQUIRED':
      return new PatchbayError('forbidden', message ?? 'Signing up is not possible here.');
    case 'USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL':
    case 'FAILED_TO_CREATE_USER':
      return new PatchbayError('conflict', 'There is an account with this e-mail address.', {
        fields: { email: ['There is an account with this e-mail address. Sign in instead.'] },
      });
    default:
      return byStatus(response.status);
  }
}

function byStatus(status: number): PatchbayError {
  if (status === 401) return new PatchbayError('unauthenticated', 'Sign in first.');
  if (status === 403) return new PatchbayError('forbidden', 'This request came from elsewhere.');
  if (status < 500) return new PatchbayError('invalid_input', 'Some of the input is not valid.');
  return new PatchbayError('internal', 'Signing in is not possible at the moment.');
}

/** The refusal as an HTTP answer: `{ code, message, fields? }`. */
export function refusalResponse(error: PatchbayError): Response {
  const { code, message, fields, retryAfterSeconds } = error;
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds));
  return Response.json({ code, message, fields }, { status: httpStatus[code], headers });
}
