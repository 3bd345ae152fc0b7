import { randomToken } from '@patchbay/core';
import { Badge, Section } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData, useSearchParams } from '@remix-run/react';
import { Eye, Pencil } from 'lucide-react';
import { type RunAnswer, replyOf, shownOf } from '../../console/answer.ts';
import { AnswerCard } from '../../console/answer-card.tsx';
import { BackToList } from '../../console/back-to-list.tsx';
import { fieldsOf } from '../../console/fields.server.ts';
import { inputName } from '../../console/input-field.ts';
import { readInput, readRawInput } from '../../console/read-input.ts';
import { RunButtons } from '../../console/run-buttons.tsx';
import { keptValues, textOf } from '../../forms/attempt.server.ts';
import { useAnswer } from '../../forms/use-answer.ts';
import { openIntegration } from '../../integrations/access.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { useRun } from '../o.$org.integrations.$provider._run/run-context.ts';
import { OperationInputs } from './operation-inputs.tsx';

async function openOperation(args: LoaderFunctionArgs | ActionFunctionArgs) {
  const opened = await openIntegration(args);
  const { provider } = opened.integration;
  const all = await orRefuse(args.context, opened.caller.operations.list({ provider }));
  const operation = all.find(({ name }) => name === args.params.operation);
  if (operation) return { ...opened, operation, fields: fieldsOf(operation.input) };
  throw data({ message: '', requestId: args.context.requestId }, { status: 404 });
}

export async function loader(args: LoaderFunctionArgs) {
  const { operation, fields } = await openOperation(args);
  const { name, title, about, effect, scopes, input } = operation;
  return { name, title, about, effect, scopes, fields, schema: JSON.stringify(input, null, 2) };
}

type Answered = { answer: RunAnswer | null; errors: Record<string, string[]> };

export async function action(args: ActionFunctionArgs) {
  const { caller, integration, operation, fields } = await openOperation(args);
  const form = await args.request.formData();
  const isRaw = form.has('json');
  const { input, errors } = isRaw ? readRawInput(form) : readInput(form, fields);
  const values = keptValues(form, ['json', ...fields.map(({ name }) => inputName(name))]);
  const reply = (answered: Partial<Answered>, status = 200) =>
    data({ answer: null, errors: {}, values, ...answered }, { status });
  if (Object.keys(errors).length > 0) return reply({ errors }, 400);
  const sure = textOf(form, 'sure');
  if (sure === 'no') return reply({});
  if (operation.effect === 'write' && sure !== 'yes')
    return reply({ answer: { outcome: 'unsure' } });
  const correlationId = randomToken(20);
  const begun = performance.now();
  try {
    const { output, ...exchange } = await caller.operations.run({
      provider: integration.provider,
      operation: operation.name,
      input,
      correlationId,
    });
    const tookMs = performance.now() - begun;
    const answer: RunAnswer = {
      outcome: 'done',
      correlationId,
      tookMs,
      shown: shownOf(output),
      reply: replyOf(exchange),
    };
    return reply({ answer });
  } catch (error) {
    const { code, call, message, fields: bad } = args.context.refusal(error);
    if (bad && code === 'invalid_input') return reply({ errors: bad }, 400);
    const failed = { correlationId, message, shown: null, httpStatus: null, timings: null };
    const answer: RunAnswer = { outcome: 'failed', code: call ?? null, ...failed };
    return reply({ answer });
  }
}

export default function OperationPage() {
  const operation = useLoaderData<typeof loader>();
  // Keyed by its name: another operation starts with an empty form.
  return <Operation key={operation.name} />;
}

function Operation() {
  const operation = useLoaderData<typeof loader>();
  const reply = useAnswer<typeof action>();
  const { org, integration } = useRun();
  const [search] = useSearchParams();
  const isWrite = operation.effect === 'write';
  return (
    <>
      <Section
        title={operation.title}
        note={operation.about}
        actions={
          <Badge
            tone={isWrite ? 'warn' : 'calm'}
            icon={isWrite ? <Pencil aria-hidden /> : <Eye aria-hidden />}
          >
            {isWrite ? 'Changes data' : 'Only reads'}
          </Badge>
        }
      >
        <BackToList org={org} provider={integration.provider} />
        <Form method="post" preventScrollReset replace className="flex flex-col gap-5">
          <OperationInputs
            fields={operation.fields}
            schema={operation.schema}
            raw={search.get('as') === 'json'}
            reply={reply}
          />
          <RunButtons
            action={operation.title}
            unsure={reply?.answer?.outcome === 'unsure'}
            write={isWrite}
          />
        </Form>
      </Section>
      {reply?.answer && <AnswerCard answer={reply.answer} />}
    </>
  );
}
