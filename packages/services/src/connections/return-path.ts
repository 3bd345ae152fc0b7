import { invalidField } from '@patchbay/core';

/**
 * A path of this product, never another site: browsers read `//host`, `/\host` and control characters as more
 * than a path.
 * @throws PatchbayError `invalid_input`
 */
export function returnPath(wanted: string, publicUrl: string): string {
  const refusal = invalidField('returnTo', 'must be a path of this Patchbay');
  if (!/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(wanted)) throw refusal;
  const url = new URL(wanted, publicUrl);
  // `/.//host` loses its dot when it is resolved.
  if (url.origin !== new URL(publicUrl).origin || url.pathname.startsWith('//')) throw refusal;
  return `${url.pathname}${url.search}${url.hash}`;
}
