import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { catalog } from '../catalog/index.ts';
import {
  describeOperations,
  type OperationInput,
  type OperationOutput,
  operation,
  runNamed,
} from './operation.ts';

const provider = {
  operations: {
    double: operation({
      title: 'Double',
      about: 'Twice a number.',
      effect: 'read',
      input: z.object({ value: z.int().min(1), unit: z.string().default('m') }),
      output: z.object({ value: z.number() }),
      run: async (client: { factor: number }, { value }) => ({ value: value * client.factor }),
    }),
  },
};
const opened = { client: { factor: 2 } };

test('runs by name, with its input checked and its defaults filled in', async () => {
  expect(await runNamed(provider, 'double', opened, { value: 4, more: 1 })).toEqual({ value: 8 });
});

test('names every bad value by its path', async () => {
  await expect(runNamed(provider, 'double', opened, { value: 0, unit: 5 })).rejects.toMatchObject({
    code: 'invalid_input',
    fields: { 'input.value': [expect.any(String)], 'input.unit': [expect.any(String)] },
  });
  await expect(runNamed(provider, 'double', opened, 'text')).rejects.toMatchObject({
    code: 'invalid_input',
    fields: { input: [expect.any(String)] },
  });
});

test.each(['triple', 'constructor', '__proto__', 'toString'])('knows no %s', async (name) => {
  await expect(runNamed(provider, name, opened, {})).rejects.toMatchObject({ code: 'not_found' });
});

test('an answer of another shape is not handed on', async () => {
  const broken = { client: { factor: Number.NaN } };
  await expect(runNamed(provider, 'double', broken, { value: 1 })).rejects.toMatchObject({
    kind: 'invalid_response',
  });
});

test('describes its shapes as JSON Schema, the input as it is given', () => {
  expect(describeOperations(provider)).toMatchObject([
    {
      name: 'double',
      effect: 'read',
      scopes: [],
      input: { required: ['value'], properties: { unit: { default: 'm' } } },
      output: { required: ['value'] },
    },
  ]);
});

test('the compiler knows the shapes of every operation', () => {
  type Input = OperationInput<typeof catalog.slack, 'messages.post'>;
  type Output = OperationOutput<typeof catalog.slack, 'messages.post'>;
  expectTypeOf<Input>().toExtend<{ channel: string; text: string }>();
  expectTypeOf<Output>().toEqualTypeOf<{ channel: string; ts: string }>();
  expect(describeOperations(catalog.obs)).toEqual([]);
});
