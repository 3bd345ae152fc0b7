/** Where to go after signing in: a path of ours, or the start. Never another site (open redirect). */
export function safeNext(wanted: FormDataEntryValue | null): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted)) return '/';
  const url = new URL(wanted, 'http://own.invalid');
  return url.host === 'own.invalid' ? url.pathname + url.search : '/';
}
