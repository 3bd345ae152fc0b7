import { claimOfScope } from '@patchbay/core';
import { ButtonLink, Card, CopyButton, EmptyState, Page, Section } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { Fingerprint, Plus } from 'lucide-react';
import { useOrganization } from '../frame/use-organization.ts';
import { SignOnTable } from '../parts/sign-on-table.tsx';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Single sign-on · Patchbay' }];
export const handle = { crumb: () => [{ label: 'Settings' }, { label: 'Single sign-on' }] };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const clients = await orRefuse(args.context, caller.signOn.list());
  return { clients, issuer: new URL(args.context.publicUrl).origin };
}

export default function SignOnPage() {
  const { clients, issuer } = useLoaderData<typeof loader>();
  const { base, name, may } = useOrganization();
  const editable = may('keys:edit');
  const add = editable && (
    <ButtonLink href={`${base}/settings/sign-on/new`} variant="primary" icon={<Plus aria-hidden />}>
      Add tool
    </ButtonLink>
  );
  return (
    <Page
      title="Single sign-on"
      note={`Members of ${name} sign in to these tools with Patchbay. Whoever leaves is let in nowhere.`}
      actions={clients.length > 0 && add}
    >
      <Card>
        {clients.length === 0 ? (
          <EmptyState
            icon={<Fingerprint />}
            title="No tool signs in with Patchbay yet"
            actions={add}
          >
            Any tool that speaks OpenID Connect can let your members in: a wiki, a forum, Grafana.
            Besides name and e-mail address it can be told somebody’s name in the chat systems.
          </EmptyState>
        ) : (
          <SignOnTable clients={clients} base={base} editable={editable} />
        )}
      </Card>
      <Section title="For the tool’s own settings">
        <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[160px_1fr]">
          <Address label="Issuer" value={issuer} />
          <Address label="Discovery" value={`${issuer}/.well-known/openid-configuration`} />
          <dt className="text-muted">Claims</dt>
          <dd>
            {Object.entries(claimOfScope).map(([scope, claim]) => (
              <span key={scope}>
                <code className="font-mono text-xs">{claim}</code> with scope{' '}
                <code className="font-mono text-xs">{scope}</code>,{' '}
              </span>
            ))}
            while the account is active
          </dd>
        </dl>
      </Section>
      <Outlet />
    </Page>
  );
}

function Address({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-2">
        <code className="min-w-0 font-mono text-xs break-all">{value}</code>
        <CopyButton text={value} what={label.toLowerCase()} />
      </dd>
    </>
  );
}
