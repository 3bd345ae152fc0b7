import { expect, it } from 'vitest';
import { safeNext } from './safe-next.ts';

it.each(['/o/acme', '/o/acme/integrations?category=chat', '/account'])('goes to %s', (path) => {
  expect(safeNext(path)).toBe(path);
});

it.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '/\t/evil.example',
  'javascript:alert(1)',
  'o/acme',
  '',
  null,
])('goes to the start instead of %j', (path) => {
  expect(safeNext(path)).toBe('/');
});
