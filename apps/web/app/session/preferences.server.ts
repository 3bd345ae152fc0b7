import { createCookie } from '@remix-run/node';
import type { Preferences } from './preferences.ts';

const aYear = 31_536_000;
const cookie = createCookie('patchbay_look', {
  path: '/',
  sameSite: 'lax',
  httpOnly: true,
  maxAge: aYear,
});

const themes = ['light', 'dark', 'system'] as const;
const isTheme = (value: unknown): value is Preferences['theme'] =>
  themes.some((theme) => theme === value);

export async function readPreferences(request: Request): Promise<Preferences> {
  const stored: unknown = await cookie.parse(request.headers.get('cookie'));
  const { theme, rail } = Object(stored) as Record<string, unknown>;
  return { theme: isTheme(theme) ? theme : 'system', rail: rail === 'narrow' ? 'narrow' : 'wide' };
}

export async function changedPreferences(request: Request, form: FormData): Promise<string> {
  const before = await readPreferences(request);
  const theme = form.get('theme');
  const rail = form.get('rail');
  return cookie.serialize({
    theme: isTheme(theme) ? theme : before.theme,
    rail: rail === null ? before.rail : rail,
  });
}
