import type { Notice } from '@patchbay/ui';
import { createCookie, redirect } from '@remix-run/node';

const cookie = createCookie('patchbay_notice', {
  path: '/',
  sameSite: 'lax',
  httpOnly: true,
  maxAge: 60,
});

/** Ends an action: go there and say this once, with or without script. Never put a secret into it. */
export async function redirectWithNotice(
  to: string,
  said: string | Notice,
  headers = new Headers(),
) {
  const notice: Notice = typeof said === 'string' ? { tone: 'ok', text: said } : said;
  headers.append('set-cookie', await cookie.serialize(notice));
  return redirect(to, { headers });
}

/** The notice that waits for this request, and the header that makes sure it is told only once. */
export async function takeNotice(
  request: Request,
): Promise<{ notice: Notice | null; headers: Headers }> {
  const stored: unknown = await cookie.parse(request.headers.get('cookie'));
  const headers = new Headers();
  if (stored === null) return { notice: null, headers };
  headers.append('set-cookie', await cookie.serialize('', { maxAge: 0 }));
  return { notice: isNotice(stored) ? stored : null, headers };
}

function isNotice(value: unknown): value is Notice {
  const { tone, text } = Object(value) as Record<string, unknown>;
  return (tone === 'ok' || tone === 'bad') && typeof text === 'string';
}
