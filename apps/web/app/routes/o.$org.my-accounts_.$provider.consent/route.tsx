import { ButtonLink, Card, Page } from '@patchbay/ui';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node';
import { Form, type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import { ArrowRight } from 'lucide-react';
import { ownAccountsPath } from '../../accounts/paths.ts';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../../parts/route-error.tsx';

export const meta: MetaFunction = () => [{ title: 'Bring your account · Patchbay' }];
export const handle = { crumb: () => ({ label: 'My accounts' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const offers = await orRefuse(args.context, caller.accounts.offers());
  const offer = offers.find(({ provider }) => provider === args.params.provider);
  const { requestId } = args.context;
  if (!offer?.abilities.consent)
    throw data({ message: 'No accounts are brought from there.', requestId }, { status: 404 });
  return { name: offer.name, about: offer.abilities.consent.about };
}

export async function action(args: ActionFunctionArgs) {
  const { caller } = await requireOrganization(args);
  const { org = '', provider = '' } = args.params;
  const begun = await tryAct(args.context, () => caller.accounts.authorize({ provider }));
  if (!begun.ok) throw await redirectWithRefusal(ownAccountsPath(org), begun);
  return { url: begun.value.url };
}

/** Seen without script only: the policy of our pages lets no form lead elsewhere, but a link. */
export default function ConsentPage() {
  const { name, about } = useLoaderData<typeof loader>();
  const begun = useActionData<typeof action>();
  const { slug } = useOrganization();
  return (
    <Page title={`Your account in ${name}`} width="narrow">
      <Card className="flex flex-col items-start gap-4 px-5 py-6 sm:px-8 sm:py-8">
        <p className="max-w-prose text-muted">{about}</p>
        <div className="flex flex-wrap items-center gap-2">
          {begun ? (
            <ButtonLink variant="primary" href={begun.url} icon={<ArrowRight aria-hidden />}>
              Continue to {name}
            </ButtonLink>
          ) : (
            <Form method="post">
              <SubmitButton>Begin</SubmitButton>
            </Form>
          )}
          <ButtonLink variant="quiet" href={ownAccountsPath(slug)}>
            Cancel
          </ButtonLink>
        </div>
      </Card>
    </Page>
  );
}
