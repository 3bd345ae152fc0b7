import { ButtonLink } from '@patchbay/ui';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Door } from '../parts/door.tsx';

export const meta = () => [{ title: 'Not signed in · Patchbay' }];

const unreadable =
  'The request of the tool cannot be read. Its settings for signing in with Patchbay may be wrong.';

/** Why a tool's request ends here. Anybody can write this address, so it only ever shows words of ours. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { search, searchParams } = new URL(request.url);
  const client = await context.identity.signOn.client(search).catch(() => null);
  const name = client?.name ?? 'This tool';
  const why: Partial<Record<string, string>> = {
    client:
      'Patchbay does not know this tool. It may have been removed, or its client ID is wrong.',
    redirect: `${name} asked to be answered at an address that is not registered for it. The addresses have to be the same to the letter.`,
    membership: `${name} is for members of ${client?.organizationName ?? 'its organization'} only, and you are not one of them.`,
  };
  return { why: why[searchParams.get('reason') ?? ''] ?? unreadable };
}

export default function RefusedPage() {
  const { why } = useLoaderData<typeof loader>();
  return (
    <Door title="You were not signed in">
      <p>{why}</p>
      <p className="text-muted">Nothing was told to anybody. Ask whoever runs the tool.</p>
      <div>
        <ButtonLink href="/">Open Patchbay</ButtonLink>
      </div>
    </Door>
  );
}
