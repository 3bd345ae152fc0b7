import { httpStatus } from '@patchbay/core';
import {
  type FormOutcome,
  type IntegrationInfo,
  type Intent,
  readFields,
  type ShownSecret,
  schemaFields,
} from '@patchbay/react';
import { type ActionFunctionArgs, data } from '@remix-run/node';
import { keptValues, secretOf, textOf } from '../forms/attempt.server.ts';
import { tryAct } from '../integrations/act.server.ts';
import { redirectWithNotice } from '../session/notice.server.ts';
import { requireOrganization } from '../session/require.server.ts';

type Caller = Awaited<ReturnType<typeof requireOrganization>>['caller'];

/** What an act left to show; a sentence alone is told on the next page. */
type Done = {
  notice: string;
  secret: ShownSecret | null;
  output?: Record<string, unknown>;
};

/** Where to go afterwards, and whose accounts they are; one's own unless told. */
type Setting = { back: string; personId?: string };

/** One act on one account, for forms that were sent without script; with it the page calls the router. */
export async function actOnAccount(args: ActionFunctionArgs, { back, personId }: Setting) {
  const { caller } = await requireOrganization(args);
  const form = await args.request.formData();
  const provider = textOf(form, 'provider');
  const intent = intentOf(textOf(form, 'intent'));
  const tried = await tryAct(args.context, async () => {
    const offers = await caller.accounts.offers();
    const offer = offers.find((each) => each.provider === provider);
    return act({ caller, form, intent, provider, offer, personId });
  });
  const answer = { provider, intent, failure: null, secret: null, output: null, values: {} };
  if (!tried.ok) {
    const { code, message, fields, requestId } = tried;
    const failure = { code, message, fields, requestId, retryable: false };
    const names = [...form.keys()].filter((name) => name !== 'secret');
    const outcome: FormOutcome = { ...answer, failure, values: keptValues(form, names) };
    return data({ outcome }, { status: httpStatus[code] });
  }
  const { notice, secret, output = null } = tried.value;
  if (secret || output) return data({ outcome: { ...answer, secret, output } });
  return redirectWithNotice(`${back}#account-${provider}`, notice);
}

type Act = {
  caller: Caller;
  form: FormData;
  intent: Intent;
  provider: string;
  offer: IntegrationInfo | undefined;
  personId: string | undefined;
};

async function act({ caller, form, intent, provider, offer, personId }: Act): Promise<Done> {
  const accountId = textOf(form, 'accountId');
  const ref = { provider, accountId };
  const { accounts } = caller;
  const abilities = offer?.abilities;
  const whose = personId === undefined ? {} : { personId };
  const shown = (value: string | null, label = abilities?.secret?.label): ShownSecret | null =>
    value === null ? null : { label: label ?? 'Password', value };
  if (intent === 'create') {
    const identifier = textOf(form, 'identifier');
    const input = readFields(form, schemaFields(abilities?.input));
    const { account, secret } = await accounts.create({
      provider,
      ...whose,
      ...(identifier && { identifier }),
      input,
    });
    return { notice: `${account?.identifier ?? 'The account'} is ready.`, secret: shown(secret) };
  }
  if (intent === 'adopt') {
    const identifier = textOf(form, 'identifier');
    const secret = secretOf(form, 'secret');
    const proof = personId === undefined || secret !== '' ? { secret } : {};
    await accounts.adopt({ provider, identifier, ...whose, ...proof });
    return { notice: `${identifier} is taken over.`, secret: null };
  }
  if (intent === 'reset_secret') {
    const { secret } = await accounts.resetSecret(ref);
    return { notice: 'A new one is being made.', secret: shown(secret) };
  }
  if (intent === 'operation') {
    const operation = textOf(form, 'operation');
    const declared = abilities?.operations.find(({ name }) => name === operation);
    const input = readFields(form, schemaFields(declared?.input));
    const { output, secret } = await accounts.custom({ ...ref, operation, input });
    return { notice: 'Done.', secret: shown(secret, declared?.secret?.label), output };
  }
  if (intent === 'update') {
    const input = readFields(form, schemaFields(abilities?.update?.input));
    const { outcome } = await accounts.update({ ...ref, input });
    const notice = outcome === 'done' ? 'The account is changed.' : 'The account is being changed.';
    return { notice, secret: null };
  }
  if (intent === 'retry') {
    // What was begun may have made a password, and this answer is where it is told.
    const { secret } = await accounts.retry(ref);
    return { notice: 'It was tried again.', secret: shown(secret) };
  }
  return { notice: await change(accounts, intent, ref), secret: null };
}

type Change = Exclude<
  Intent,
  'create' | 'adopt' | 'reset_secret' | 'operation' | 'update' | 'retry'
>;

async function change(
  accounts: Caller['accounts'],
  intent: Change,
  ref: { provider: string; accountId: string },
): Promise<string> {
  switch (intent) {
    case 'suspend':
      await accounts.update({ ...ref, status: 'suspended' });
      return 'The account is suspended.';
    case 'resume':
      await accounts.update({ ...ref, status: 'active' });
      return 'The account can be used again.';
    case 'remove': {
      const { outcome } = await accounts.remove(ref);
      return outcome === 'done' ? 'The account is removed.' : 'The account is being removed.';
    }
    case 'cancel':
      await accounts.cancel(ref);
      return 'It was canceled.';
  }
}

const intents: readonly Intent[] = [
  'create',
  'adopt',
  'suspend',
  'resume',
  'reset_secret',
  'remove',
  'retry',
  'cancel',
  'operation',
  'update',
];

function intentOf(word: string): Intent {
  const intent = intents.find((each) => each === word);
  if (intent === undefined) throw data(null, { status: 400 });
  return intent;
}
