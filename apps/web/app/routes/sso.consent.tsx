import { Button, ButtonLink, FormErrors } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { attempt } from '../forms/attempt.server.ts';
import { useReply } from '../forms/reply.ts';
import { Door } from '../parts/door.tsx';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';
import { toldOf } from '../sign-on/told.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: 'Sign in with Patchbay' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const person = requirePerson(context, request);
  const { search } = new URL(request.url);
  const asked = await orRefuse(context, context.identity.signOn.consentRequest(search));
  const { name, organizationName, redirectUris } = asked.client;
  return {
    person,
    name,
    organizationName,
    host: hostOf(search, redirectUris),
    told: toldOf(asked, person),
  };
}

/** Where the answer goes, said only of an address that is the tool's own. */
function hostOf(search: string, registered: readonly string[]): string | null {
  const uri = new URLSearchParams(search).get('redirect_uri') ?? '';
  return registered.includes(uri) ? new URL(uri).host : null;
}

export async function action({ context, request }: ActionFunctionArgs) {
  requirePerson(context, request);
  const form = await request.formData();
  return attempt(context, form, async () => {
    const answer = {
      query: new URL(request.url).search,
      accept: form.get('answer') === 'allow',
    };
    const { url } = await context.identity.signOn.answerConsent(answer);
    return { ok: true as const, url };
  });
}

export default function ConsentPage() {
  const { person, name, organizationName, host, told } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const reply = useReply();
  if (done?.ok) return <WayBack name={name} url={done.url} />;
  return (
    <Door
      title={`Sign in to ${name}`}
      note={`${organizationName} lets its members use ${name} with Patchbay.`}
      footer={
        <>
          You are {person.name} ({person.email}).{host && ` The answer goes to ${host}.`}
        </>
      }
    >
      <section aria-label={`What ${name} is told`}>
        <h2 className="font-medium">{name} is told</h2>
        <dl className="mt-2 divide-y divide-line rounded-sm border border-line">
          {told.map(({ label, value }) => (
            <div key={label} className="flex flex-wrap justify-between gap-x-4 px-3 py-2.5">
              <dt className="text-muted">{label}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <p className="text-sm text-muted">
        {name} can do nothing in Patchbay. It asks again whenever it wants to know more.
      </p>
      {/* A whole page load: the answer leads out of here. */}
      <Form method="post" reloadDocument className="flex flex-wrap gap-2">
        <FormErrors errors={reply?.errors} />
        <Button name="answer" value="allow" variant="primary">
          Sign in to {name}
        </Button>
        <Button name="answer" value="deny" variant="quiet">
          Do not sign in
        </Button>
      </Form>
    </Door>
  );
}

/** No form of ours may lead to another site, so the way back is a page that leaves by itself, with or without script. */
function WayBack({ name, url }: { name: string; url: string }) {
  return (
    <Door title={`Back to ${name}`} note="One moment.">
      <meta httpEquiv="refresh" content={`0;url=${url}`} />
      <div>
        <ButtonLink href={url} variant="primary">
          Continue to {name}
        </ButtonLink>
      </div>
    </Door>
  );
}
