import { describeOperations, providerKeys, requireProvider } from '@patchbay/providers';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from './fields.server.ts';
import { inputName } from './input-field.ts';
import { readInput, readRawInput } from './read-input.ts';

const schema = {
  type: 'object',
  properties: {
    note: { type: 'string', maxLength: 5_000 },
    status: { anyOf: [{ type: 'string', enum: ['draft', 'publish'] }, { const: 'any' }] },
    tags: { type: 'array', items: { type: 'string' } },
    ids: { type: 'array', items: { type: 'integer' } },
    force: { type: 'boolean', default: false },
    limit: { type: 'integer', minimum: 1, maximum: 100 },
    page: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    email: { type: 'string', format: 'email' },
    filter: { type: 'object' },
    odd: { anyOf: [{ type: 'string' }, { type: 'number' }] },
  },
  required: ['limit'],
};
const fields = fieldsOf(schema);
const filled = (values: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(inputName(name), value);
  return readInput(form, fields);
};

describe('the form of a schema', () => {
  it('has the control that fits each shape, what is required first', () => {
    expect(Object.fromEntries(fields.map(({ name, kind }) => [name, kind]))).toEqual({
      limit: 'number',
      note: 'long',
      status: 'choice',
      tags: 'lines',
      ids: 'lines',
      force: 'boolean',
      page: 'number',
      email: 'text',
      filter: 'json',
      odd: 'json',
    });
    expect(fields[0]).toMatchObject({ name: 'limit', required: true, min: 1, max: 100 });
  });

  it('offers the words of several enumerations, and no bound that means any number', () => {
    const of = (name: string) => fields.find((field) => field.name === name);
    expect(of('status')?.options).toEqual(['draft', 'publish', 'any']);
    expect(of('page')?.max).toBeNull();
    expect(of('email')?.type).toBe('email');
    expect(of('force')?.hint).toContain('false');
  });

  it('is empty for what is no object', () => {
    expect(fieldsOf({ type: 'string' })).toEqual([]);
    expect(fieldsOf({ properties: 'nonsense' })).toEqual([]);
  });

  it('holds every property of every declared operation', () => {
    const operations = providerKeys.flatMap((key) => describeOperations(requireProvider(key)));
    expect(operations.length).toBeGreaterThan(20);
    for (const { input } of operations) {
      const { properties = {} } = input as { properties?: object };
      expect(new Set(fieldsOf(input).map(({ name }) => name))).toEqual(
        new Set(Object.keys(properties)),
      );
    }
  });
});

describe('reading the form', () => {
  it('leaves out what is empty and gives the rest its type', () => {
    const values = {
      limit: '10',
      note: ' as typed\n',
      status: 'any',
      tags: 'one\n\n two ',
      ids: '1\n2',
      force: 'false',
      email: ' a@b.example ',
      filter: '{"a": 1}',
      page: '',
    };
    expect(filled(values)).toEqual({
      input: {
        limit: 10,
        note: ' as typed\n',
        status: 'any',
        tags: ['one', 'two'],
        ids: [1, 2],
        force: false,
        email: 'a@b.example',
        filter: { a: 1 },
      },
      errors: {},
    });
  });

  it('names what cannot be read', () => {
    expect(filled({ limit: 'ten', filter: '{' }).errors).toEqual({
      'input.limit': ['must be a number'],
      'input.filter': ['is not valid JSON'],
    });
  });

  it('takes JSON objects and nothing else as a whole', () => {
    const raw = (json: string) => {
      const form = new FormData();
      form.set('json', json);
      return readRawInput(form);
    };
    expect(raw('{"limit": 1}')).toEqual({ input: { limit: 1 }, errors: {} });
    expect(raw('  ').errors).toEqual({});
    for (const bad of ['[]', '1', 'null', '{'])
      expect(raw(bad).errors.json?.[0]).toContain('JSON object');
  });
});
