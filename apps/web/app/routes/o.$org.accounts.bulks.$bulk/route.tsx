import {
  Banner,
  ButtonLink,
  Cell,
  HeadCell,
  RelativeTime,
  Row,
  Section,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { BulkState } from '../../accounts/bulk-state.tsx';
import { bulkVerbs } from '../../accounts/bulk-words.ts';
import { accountsPath, bulkPath } from '../../accounts/paths.ts';
import { useFollow } from '../../accounts/use-follow.ts';
import { SubmitButton } from '../../forms/submit-button.tsx';
import { useOrganization } from '../../frame/use-organization.ts';
import { redirectWithRefusal, tryAct } from '../../integrations/act.server.ts';
import { plural } from '../../integrations/words.ts';
import { redirectWithNotice } from '../../session/notice.server.ts';
import { orRefuse } from '../../session/refuse.server.ts';
import { requireOrganization } from '../../session/require.server.ts';
import { Progress } from './progress.tsx';

export const meta = () => [{ title: 'Bulk change · Patchbay' }];
export const handle = { crumb: () => ({ label: 'Bulk change' }) };

export async function loader(args: LoaderFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const bulk = await orRefuse(
    args.context,
    caller.accounts.bulk({ bulkId: args.params.bulk ?? '' }),
  );
  return { bulk, slug: organization.slug };
}

/** Stops it. */
export async function action(args: ActionFunctionArgs) {
  const { caller, organization } = await requireOrganization(args);
  const bulkId = args.params.bulk ?? '';
  const back = bulkPath(organization.slug, bulkId);
  const stopped = await tryAct(args.context, () => caller.accounts.cancelBulk({ bulkId }));
  if (!stopped.ok) return redirectWithRefusal(back, stopped);
  return redirectWithNotice(back, 'Stopped. What had begun already goes on to its end.');
}

export default function BulkPage() {
  const { bulk, slug } = useLoaderData<typeof loader>();
  const { may } = useOrganization();
  const { act, done } = bulkVerbs[bulk.kind];
  const running = bulk.waiting > 0;
  useFollow(running);
  return (
    <>
      <Section
        title={`${act} ${plural(bulk.total, 'account')} at ${bulk.providerName}`}
        note={
          <>
            Started by {bulk.createdBy?.name ?? 'somebody who is gone'}{' '}
            <RelativeTime at={bulk.createdAt} />.{' '}
            {running &&
              'You can leave this page; it goes on, and the count is here when you are back.'}
          </>
        }
        actions={
          running && bulk.canceledAt === null && may('accounts:edit') ? (
            <Form method="post">
              <SubmitButton variant="secondary" size="sm">
                Stop
              </SubmitButton>
            </Form>
          ) : (
            <BulkState bulk={bulk} />
          )
        }
      >
        <Progress bulk={bulk} word={done} />
      </Section>
      {bulk.failures.length > 0 && (
        <Section title="What failed" note="Nobody else was held up by it." flush>
          <Table caption="What failed">
            <TableHead>
              <HeadCell>Person</HeadCell>
              <HeadCell>Account</HeadCell>
              <HeadCell>Why</HeadCell>
            </TableHead>
            <TableBody>
              {bulk.failures.map(({ person, identifier, error }) => (
                <Row key={person.id}>
                  <Cell className="font-medium">{person.name}</Cell>
                  <Cell label="Account">
                    <span className="font-mono text-xs wrap-anywhere">{identifier || '–'}</span>
                  </Cell>
                  <Cell label="Why" className="text-sm text-muted">
                    {error}
                  </Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        </Section>
      )}
      {!running && bulk.kind === 'create' && bulk.done > 0 && (
        <Banner tone="accent" title="Passwords were shown to nobody">
          Each of these people finds their account under My accounts and makes a password there.
        </Banner>
      )}
      <div>
        <ButtonLink href={accountsPath(slug)}>Back to people</ButtonLink>
      </div>
    </>
  );
}
