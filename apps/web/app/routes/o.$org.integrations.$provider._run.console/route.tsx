import { httpStatus } from '@patchbay/core';
import { Section, SelectField, TextAreaField, TextField } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { Form, type MetaFunction } from '@remix-run/react';
import type { RunAnswer } from '../../console/answer.ts';
import { AnswerCard } from '../../console/answer-card.tsx';
import { BackToList } from '../../console/back-to-list.tsx';
import { changesSomething, methods, readCall } from '../../console/read-call.ts';
import { RunButtons } from '../../console/run-buttons.tsx';
import { keptValues, textOf } from '../../forms/attempt.server.ts';
import { useAnswer } from '../../forms/use-answer.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { useRun } from '../o.$org.integrations.$provider._run/run-context.ts';
import { answerOf } from './answer-of.ts';

export const meta: MetaFunction = () => [{ title: 'Any request · Patchbay' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireOrganization(args);
  return null;
}

const names = ['method', 'endpoint', 'query', 'headers', 'body'];

export async function action(args: ActionFunctionArgs) {
  const { caller, integration } = await openIntegration(args);
  const form = await args.request.formData();
  const { call, errors } = readCall(form);
  const values = keptValues(form, names);
  type Errors = Record<string, string[]>;
  const reply = (answer: RunAnswer | null, errors: Errors = {}, status = 200) =>
    data({ answer, errors, values }, { status });
  if (Object.keys(errors).length > 0) return reply(null, errors, 400);
  const sure = textOf(form, 'sure');
  if (sure === 'no') return reply(null);
  if (changesSomething(call.method ?? 'GET') && sure !== 'yes') return reply({ outcome: 'unsure' });
  try {
    const tried = await caller.calls.test({ ...call, provider: integration.provider });
    return reply(answerOf(tried));
  } catch (error) {
    const { code, message, fields } = args.context.refusal(error);
    return reply(null, fields ?? { endpoint: [message] }, httpStatus[code]);
  }
}

export default function ConsolePage() {
  const reply = useAnswer<typeof action>();
  const { org, integration } = useRun();
  const values = reply?.values ?? {};
  const of = (name: string) => ({
    name,
    defaultValue: values[name] ?? '',
    errors: reply?.errors[name],
  });
  return (
    <>
      <Section
        title="Any request"
        note={`A call of ${integration.name}’s API as programs make it: the same credential, limits and records.`}
      >
        <BackToList org={org} provider={integration.provider} />
        <Form method="post" preventScrollReset replace className="flex flex-col gap-5">
          <div className="grid gap-4 sm:grid-cols-[128px_minmax(0,1fr)]">
            <SelectField
              label="Method"
              {...of('method')}
              defaultValue={values.method ?? 'GET'}
              options={methods.map((method) => ({ value: method, label: method }))}
            />
            <TextField
              label="Endpoint"
              hint="Relative to its API address; never another host."
              placeholder="/me"
              mono
              required
              autoComplete="off"
              spellCheck={false}
              {...of('endpoint')}
            />
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <TextAreaField
              label="Query"
              optional
              rows={2}
              placeholder="limit = 10"
              hint="One parameter a line."
              spellCheck={false}
              {...of('query')}
            />
            <TextAreaField
              label="Headers"
              optional
              rows={2}
              placeholder="Accept: application/json"
              hint="One a line. The credential is added by itself."
              spellCheck={false}
              {...of('headers')}
            />
          </div>
          <TextAreaField
            label="Body"
            optional
            rows={4}
            placeholder="{}"
            hint="JSON; other text needs a Content-Type header."
            spellCheck={false}
            {...of('body')}
          />
          <RunButtons
            action="Send request"
            write={false}
            unsure={reply?.answer?.outcome === 'unsure'}
          />
        </Form>
      </Section>
      {reply?.answer && <AnswerCard answer={reply.answer} />}
    </>
  );
}
