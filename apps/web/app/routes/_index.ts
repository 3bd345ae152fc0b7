import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { lastOrganization } from '../session/last-organization.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

/** The start leads to where this person was last, or to founding a first organization. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const person = requirePerson(context, request);
  const organizations = await orRefuse(context, context.caller().organizations.mine());
  const last = await lastOrganization(request);
  const target = organizations.find(({ slug }) => slug === last) ?? organizations[0];
  if (target) throw redirect(`/o/${target.slug}`);
  throw redirect(person.operator ? '/operator/organizations' : '/organizations/new');
}
