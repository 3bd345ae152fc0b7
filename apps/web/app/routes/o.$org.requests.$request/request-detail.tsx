import type { CallDetailView } from '@patchbay/services/schemas';
import { CodeBlock, CopyButton, Link, RelativeTime } from '@patchbay/ui';
import type { ReactNode } from 'react';
import { type Fact, Facts } from '../../integrations/facts.tsx';
import { CallFault } from '../../requests/call-fault.tsx';
import { CallStatus } from '../../requests/call-status.tsx';
import { milliseconds, Timings } from '../../requests/timings.tsx';

type RequestDetailProps = { call: CallDetailView; name: string; base: string };

/** One call: how it ended, where its time went, what is left of it, and how to repeat it. */
export function RequestDetail({ call, name, base }: RequestDetailProps) {
  const integration = `${base}/integrations/${call.provider}`;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-2 text-muted">
        <CallStatus {...call} />
        <span className="tabular-nums">{milliseconds(call.timings.totalMs)}</span>
        <RelativeTime at={call.createdAt} />
      </p>
      <CallFault call={call} integration={integration} />
      <Facts facts={factsOf(call, name, base)} />
      <Part title="Where the time went">
        <Timings timings={call.timings} />
      </Part>
      <Part title="Request">
        <Body text={call.request} what="request body" without="Sent without a body that is kept." />
      </Part>
      <Part title="Response">
        <Body
          text={call.response}
          what="response body"
          without="Nothing readable came back, or it was streamed past."
        />
      </Part>
      <Part title="Repeat it">
        <CodeBlock whole text={call.curl} what="curl command" />
        <p className="text-sm text-muted">
          Put an API key of yours into <code className="font-mono text-xs">PATCHBAY_API_KEY</code>.
          The credential of {name} stays here.
        </p>
      </Part>
    </>
  );
}

function factsOf(call: CallDetailView, name: string, base: string): Fact[] {
  return [
    {
      term: 'Integration',
      value: <Link href={`${base}/integrations/${call.provider}`}>{name}</Link>,
    },
    { term: 'By', value: call.actor.name },
    {
      term: 'Correlation id',
      value: (
        <span className="inline-flex items-center gap-1">
          <Link
            href={`${base}/requests?correlation=${encodeURIComponent(call.correlationId)}`}
            className="font-mono text-xs"
          >
            {call.correlationId}
          </Link>
          <CopyButton text={call.correlationId} what="correlation id" />
        </span>
      ),
    },
  ];
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
    </section>
  );
}

function Body({ text, what, without }: { text: string | null; what: string; without: string }) {
  if (text === null) return <p className="text-sm text-muted">{without}</p>;
  return <CodeBlock text={pretty(text)} what={what} />;
}

/** Whole JSON is set out in lines; what was cut off stays as it is. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
