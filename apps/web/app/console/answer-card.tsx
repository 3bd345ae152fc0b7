import { CodeBlock, CopyButton, Link, Section } from '@patchbay/ui';
import { useEffect, useRef } from 'react';
import { useOrganization } from '../frame/use-organization.ts';
import { integrationPath } from '../integrations/paths.ts';
import { CallFault } from '../requests/call-fault.tsx';
import { CallStatus } from '../requests/call-status.tsx';
import { milliseconds, Timings } from '../requests/timings.tsx';
import { useRun } from '../routes/o.$org.integrations.$provider._run/run-context.ts';
import type { HttpReply, RunAnswer, Shown } from './answer.ts';

type Ended = Exclude<RunAnswer, { outcome: 'unsure' }>;

/** What came back: status, times, headers, body; or what went wrong and the next step. */
export function AnswerCard({ answer }: { answer: RunAnswer }) {
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (answer.outcome !== 'unsure') card.current?.scrollIntoView({ block: 'nearest' });
  }, [answer]);
  if (answer.outcome === 'unsure') return null;
  return (
    <div ref={card} aria-live="polite" className="scroll-mt-17 scroll-mb-4">
      <Section
        title={answer.outcome === 'done' ? 'Answer' : 'It failed'}
        note={<Where answer={answer} />}
        actions={<Status answer={answer} />}
      >
        <div className="flex flex-col gap-5">
          {answer.outcome === 'failed' ? (
            <Failure answer={answer} />
          ) : (
            answer.reply && <Timings timings={answer.reply.timings} />
          )}
          {answer.outcome === 'done' && answer.reply && <Headers headers={answer.reply.headers} />}
          <Body shown={answer.shown} failed={answer.outcome === 'failed'} />
        </div>
      </Section>
    </div>
  );
}

function Where({ answer }: { answer: Ended }) {
  const { base } = useOrganization();
  const { correlationId } = answer;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {answer.outcome === 'done' && <span>{milliseconds(answer.tookMs)}</span>}
      <Link href={`${base}/requests?correlation=${correlationId}`}>See its requests</Link>
      <span className="inline-flex items-center gap-0.5">
        <code className="font-mono text-xs">{correlationId}</code>
        <CopyButton text={correlationId} what="correlation id" />
      </span>
    </span>
  );
}

function Status({ answer }: { answer: Ended }) {
  if (answer.outcome === 'failed')
    return <CallStatus status="error" httpStatus={answer.httpStatus} errorCode={answer.code} />;
  const httpStatus = answer.reply?.httpStatus ?? 200;
  if (!answer.reply) return null;
  const status = httpStatus < 400 ? 'ok' : 'error';
  return <CallStatus status={status} httpStatus={httpStatus} errorCode={null} />;
}

function Failure({ answer }: { answer: Extract<RunAnswer, { outcome: 'failed' }> }) {
  const { org, integration } = useRun();
  return (
    <>
      <CallFault
        call={{
          status: 'error',
          httpStatus: answer.httpStatus,
          errorCode: answer.code,
          errorMessage: answer.message,
        }}
        integration={integrationPath(org, integration.provider)}
      />
      {answer.timings && <Timings timings={answer.timings} />}
    </>
  );
}

function Headers({ headers }: { headers: HttpReply['headers'] }) {
  return (
    <details className="rounded-sm border border-line">
      <summary className="flex min-h-9 items-center rounded-sm px-3 text-sm font-medium hover:bg-hover">
        {headers.length} headers
      </summary>
      <dl className="flex flex-col gap-1 border-t border-line px-3 py-2.5 font-mono text-xs leading-5">
        {headers.map(({ name, value }) => (
          <div key={`${name} ${value}`} className="flex flex-wrap gap-x-3">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Body({ shown, failed }: { shown: Shown | null; failed: boolean }) {
  if (shown === null)
    return failed ? null : <p className="text-sm text-muted">The answer has no body.</p>;
  return (
    <div className="flex flex-col gap-2">
      <CodeBlock text={shown.text} what="answer" />
      {shown.cut && (
        <p className="text-sm text-muted">Cut here; the API and the proxy give all of it.</p>
      )}
    </div>
  );
}
