import { namesOf } from '../names.ts';
import type { Step } from '../plan.ts';

/** A page of an organization: `/o/:slug/NAME`. */
export function route([name = '']: string[]): Step[] {
  const { kebab, pascal, words } = namesOf(name);
  return [{ path: `apps/web/app/routes/o.$org.${kebab}.tsx`, content: page(pascal, words) }];
}

const page = (
  pascal: string,
  words: string,
) => `import { Card, EmptyState, Page } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Inbox } from 'lucide-react';
import { useOrganization } from '../frame/use-organization.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requireOrganization } from '../session/require.server.ts';

export { RouteError as ErrorBoundary } from '../parts/route-error.tsx';

export const meta = () => [{ title: '${words} · Patchbay' }];
export const handle = { crumb: () => ({ label: '${words}' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller } = await requireOrganization(args);
  return { members: await orRefuse(args.context, caller.members.list()) };
}

export default function ${pascal}Page() {
  const { members } = useLoaderData<typeof loader>();
  const { name } = useOrganization();
  return (
    <Page title="${words}" note={\`What this page shows of \${name}, in one sentence.\`}>
      <Card>
        {members.length === 0 ? (
          <EmptyState icon={<Inbox />} title="Nothing here">
            What makes something appear here.
          </EmptyState>
        ) : (
          <ul>
            {members.map((member) => (
              <li key={member.id}>{member.name}</li>
            ))}
          </ul>
        )}
      </Card>
    </Page>
  );
}
`;
