import type { FieldView } from '@patchbay/services/schemas';
import { expect, it } from 'vitest';
import { readableDetails } from './readable-details.ts';

const fields = [
  { key: 'host', label: 'Host', secret: false },
  { key: 'apiToken', label: 'API token', secret: true },
] as FieldView[];

it('puts each changed setting under the name it has in the form', () => {
  const details = {
    before: { settings: { host: 'old' } },
    after: { settings: { host: 'new' } },
    changed: ['host', 'apiToken'],
  };
  expect(readableDetails(details, fields)).toEqual({
    before: { Host: 'old' },
    after: { Host: 'new', 'API token': 'replaced, not shown' },
  });
});

it('names what was deleted', () => {
  const details = { before: { status: 'active' }, after: {}, cleared: ['apiToken', 'host'] };
  expect(readableDetails(details, fields)).toMatchObject({ deleted: 'API token, Host' });
});

it('leaves out what is empty and keeps what has no name of its own', () => {
  expect(readableDetails({ reason: null, trigger: 'manual' }, fields)).toEqual({
    before: {},
    after: {},
    trigger: 'manual',
  });
});
