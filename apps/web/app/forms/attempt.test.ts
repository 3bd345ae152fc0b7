import type { Refusal } from '@patchbay/trpc';
import { expect, it } from 'vitest';
import { attempt, textOf } from './attempt.server.ts';

const refusing = (refusal: Partial<Refusal>) => ({
  refusal: (): Refusal => ({
    code: 'invalid_input',
    call: null,
    retryable: false,
    message: 'Some of the input is not valid.',
    fields: null,
    retryAfterSeconds: null,
    ...refusal,
  }),
});

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

const fail = () => Promise.reject(new Error('refused'));

it('answers what the work answers', async () => {
  expect(await attempt(refusing({}), formOf({}), async () => 'done')).toBe('done');
});

it('points at the fields, without repeating the sentence for the whole form', async () => {
  const context = refusing({ fields: { email: ['Give an e-mail address.'] } });
  const answer = await attempt(context, formOf({}), fail);
  expect(answer).toMatchObject({
    data: { ok: false, errors: [], fields: { email: ['Give an e-mail address.'] } },
    init: { status: 400 },
  });
});

it('shows only the input that may be shown again', async () => {
  const form = formOf({ email: 'ada@example.com', password: 'correct horse' });
  const answer = await attempt(refusing({ code: 'conflict' }), form, fail, { keep: ['email'] });
  expect(answer).toMatchObject({
    data: { values: { email: 'ada@example.com' } },
    init: { status: 409 },
  });
  expect(JSON.stringify(answer)).not.toContain('correct horse');
});

it('leaves what nobody expected to the error page', async () => {
  await expect(attempt(refusing({ code: 'internal' }), formOf({}), fail)).rejects.toThrow(
    'refused',
  );
});

it('passes redirects on', async () => {
  const redirect = new Response(null, { status: 302 });
  const work = () => Promise.reject(redirect);
  await expect(attempt(refusing({}), formOf({}), work)).rejects.toBe(redirect);
});

it('reads text without the space around it', () => {
  expect(textOf(formOf({ name: '  Ada ' }), 'name')).toBe('Ada');
  expect(textOf(formOf({}), 'name')).toBe('');
});
