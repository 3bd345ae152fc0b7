import { describe, expect, it } from 'vitest';
import { redirectWithNotice, takeNotice } from './notice.server.ts';
import { changedPreferences, readPreferences } from './preferences.server.ts';

const withCookie = (cookie: string) => new Request('http://localhost/', { headers: { cookie } });
const pairOf = (setCookie: string | null | undefined) => setCookie?.split(';')[0] ?? '';

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

describe('preferences', () => {
  it('follow the system until something is chosen', async () => {
    const chosen = await readPreferences(new Request('http://localhost/'));
    expect(chosen).toEqual({ theme: 'system', rail: 'wide' });
  });

  it('change one at a time and keep the other', async () => {
    const first = pairOf(await changedPreferences(withCookie(''), formOf({ theme: 'dark' })));
    const second = pairOf(await changedPreferences(withCookie(first), formOf({ rail: 'narrow' })));
    expect(await readPreferences(withCookie(second))).toEqual({ theme: 'dark', rail: 'narrow' });
  });

  it('fall back where the cookie holds something else', async () => {
    const forged = pairOf(
      await changedPreferences(withCookie(''), formOf({ theme: '"><script>' })),
    );
    expect((await readPreferences(withCookie(forged))).theme).toBe('system');
    expect((await readPreferences(withCookie('patchbay_look=%00not-json'))).theme).toBe('system');
  });
});

describe('a notice', () => {
  it('is told once, and taken back with the answer that tells it', async () => {
    const answer = await redirectWithNotice('/o/acme', 'The key no longer works.');
    expect(answer.headers.get('location')).toBe('/o/acme');
    const told = await takeNotice(withCookie(pairOf(answer.headers.get('set-cookie'))));
    expect(told.notice).toEqual({ tone: 'ok', text: 'The key no longer works.' });
    expect(told.headers.get('set-cookie')).toContain('Max-Age=0');
  });

  it('goes along with the cookies of the session', async () => {
    const headers = new Headers({ 'set-cookie': 'session=new' });
    const answer = await redirectWithNotice('/account', 'Password changed.', headers);
    expect(answer.headers.getSetCookie()[0]).toBe('session=new');
    expect(answer.headers.getSetCookie()).toHaveLength(2);
  });

  it('is nothing where the cookie holds something else', async () => {
    const { notice } = await takeNotice(withCookie('patchbay_notice=bm90IGpzb24='));
    expect(notice).toBeNull();
  });
});
