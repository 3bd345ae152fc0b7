import { expect, it } from 'vitest';
import { readFields, schemaFields } from './schema-fields.ts';

const schema = {
  type: 'object',
  properties: {
    quotaMiB: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 512 },
    keys: { type: 'array', items: { type: 'string' }, description: 'Public keys.' },
    shell: { type: 'string', enum: ['bash', 'zsh'] },
    email: { type: 'string', format: 'email', title: 'Contact' },
    notify: { type: 'boolean' },
    extra: { type: 'object' },
  },
  required: ['quotaMiB', 'keys', 'email'],
};

const formOf = (values: Record<string, string>) => ({
  get: (name: string) => values[name.replace('input.', '')] ?? null,
});

it('draws a field for each property, required ones first', () => {
  const fields = schemaFields(schema);
  expect(fields.map(({ name, kind, required }) => [name, kind, required])).toEqual([
    ['keys', 'lines', true],
    ['email', 'text', true],
    ['quotaMiB', 'number', false],
    ['shell', 'choice', false],
    ['notify', 'boolean', false],
    ['extra', 'json', false],
  ]);
});

it('takes words, bounds and presets from the schema', () => {
  const byName = new Map(schemaFields(schema).map((field) => [field.name, field]));
  expect(byName.get('quotaMiB')).toMatchObject({ label: 'Quota MiB', preset: '512', min: 1 });
  expect(byName.get('quotaMiB')?.max).toBeUndefined();
  expect(byName.get('email')).toMatchObject({ label: 'Contact', type: 'email' });
  expect(byName.get('keys')).toMatchObject({ hint: 'Public keys.' });
  expect(byName.get('shell')?.options).toEqual(['bash', 'zsh']);
});

it('reads what was entered by its kind and leaves out what is empty', () => {
  const fields = schemaFields(schema);
  const form = formOf({ quotaMiB: '1024', keys: ' one \n\ntwo', email: '', extra: '{"a":1}' });
  expect(readFields(form, fields)).toEqual({
    quotaMiB: 1024,
    keys: ['one', 'two'],
    notify: false,
    extra: { a: 1 },
  });
});

it('leaves to the server what cannot be read, so that it names the field', () => {
  const fields = schemaFields(schema);
  expect(readFields(formOf({ quotaMiB: 'much', extra: '{' }), fields)).toMatchObject({
    quotaMiB: 'much',
    extra: '{',
  });
});

it('has no fields for what is not an object', () => {
  expect(schemaFields(null)).toEqual([]);
  expect(schemaFields({ type: 'string' })).toEqual([]);
});
