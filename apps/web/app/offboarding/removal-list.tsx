import type { RemovalView } from '@patchbay/services/schemas';
import {
  Button,
  ButtonLink,
  Cell,
  HeadCell,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { State } from './state.tsx';
import { counted, removalWords } from './words.ts';

type Props = { removals: readonly RemovalView[]; editable: boolean; path: string };

const isOpen = ({ state }: RemovalView) =>
  state === 'waiting' || state === 'failed' || state === 'manual';

export function RemovalList({ removals, editable, path }: Props) {
  return (
    <Table caption="Accounts">
      <TableHead>
        <HeadCell>System</HeadCell>
        <HeadCell>Account</HeadCell>
        <HeadCell>Outcome</HeadCell>
        <HeadCell>Attempts</HeadCell>
        {editable && (
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        )}
      </TableHead>
      <TableBody>
        {removals.map((removal) => (
          <Row key={removal.id}>
            <Cell className="font-medium">{removal.providerName}</Cell>
            <Cell label="Account" className="font-mono text-sm break-all">
              {removal.identifier}
            </Cell>
            <Cell label="Outcome">
              <span className="flex max-w-prose flex-col gap-1 py-2 max-sm:items-end">
                <State {...removalWords[removal.state]} />
                <Why removal={removal} />
              </span>
            </Cell>
            <Cell label="Attempts" className="text-muted">
              <When removal={removal} />
            </Cell>
            {editable && (
              <Cell className="text-right max-sm:justify-end">
                {isOpen(removal) && <Actions removal={removal} path={path} />}
              </Cell>
            )}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function Why({ removal: { error, byHand, nextAttemptAt } }: { removal: RemovalView }) {
  return (
    <>
      {error && <span className="text-sm text-muted">{error}</span>}
      {byHand && (
        <span className="text-sm text-muted">
          {byHand.by}: {byHand.reason}
        </span>
      )}
      {nextAttemptAt && error && (
        <span className="text-sm text-muted">
          Next attempt <RelativeTime at={nextAttemptAt} />
        </span>
      )}
    </>
  );
}

function When({ removal: { attempts, finishedAt } }: { removal: RemovalView }) {
  if (attempts === 0) return <>None</>;
  return (
    <span className="flex flex-col max-sm:items-end">
      {counted(attempts, 'attempt')}
      {finishedAt && <RelativeTime at={finishedAt} />}
    </span>
  );
}

function Actions({
  removal: { id, identifier, plan },
  path,
}: {
  removal: RemovalView;
  path: string;
}) {
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {plan !== 'manual' && (
        <Form method="post" preventScrollReset>
          <input type="hidden" name="removal" value={id} />
          <Button size="sm" variant="quiet" aria-label={`Try ${identifier} again now`}>
            Try again
          </Button>
        </Form>
      )}
      <ButtonLink
        size="sm"
        variant="quiet"
        className="-mr-2.5"
        href={`${path}/removals/${id}`}
        aria-label={`Mark ${identifier} as done by hand`}
      >
        Done by hand
      </ButtonLink>
    </span>
  );
}
