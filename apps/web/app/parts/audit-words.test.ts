import { expect, it } from 'vitest';
import { changesOf, subjectOf, wordsOf } from './audit-words.ts';

it('puts before and after of one name beside each other', () => {
  const details = { before: { url: 'a', label: 'Wiki' }, after: { url: 'b', enabled: true } };
  expect(changesOf(details)).toEqual([
    { name: 'url', before: 'a', after: 'b' },
    { name: 'label', before: 'Wiki', after: null },
    { name: 'enabled', before: null, after: 'true' },
  ]);
});

it('shows other details as they are', () => {
  expect(changesOf({ roles: ['admin', 'owner'], note: '' })).toEqual([
    { name: 'roles', before: null, after: 'admin, owner' },
    { name: 'note', before: null, after: '(empty)' },
  ]);
});

it('names the subject by what the details tell, else by its kind', () => {
  const entry = { subjectType: 'api_key', provider: null };
  expect(subjectOf({ ...entry, details: { after: { name: 'billing' } } })).toBe('billing');
  expect(subjectOf({ ...entry, details: {} })).toBe('api key');
  expect(subjectOf({ ...entry, provider: 'mediawiki', details: {} })).toBe('mediawiki');
});

it('shows an action that has no words by its name', () => {
  expect(wordsOf('settings.sealed')).toBe('settings.sealed');
});
