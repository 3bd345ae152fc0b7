import type { DeliveryView } from '@patchbay/services/schemas';
import {
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
import { SubmitButton } from '../forms/submit-button.tsx';
import { DeliveryState } from './event-state.tsx';
import { SenderMark } from './sender-mark.tsx';

type DeliveryTableProps = {
  deliveries: readonly DeliveryView[];
  base: string;
  editable: boolean;
  /** For a list over several programs. */
  named?: boolean;
};

export function DeliveryTable(props: DeliveryTableProps) {
  const { deliveries, base, editable, named = false } = props;
  return (
    <Table caption="Deliveries, newest first">
      <TableHead>
        <HeadCell>Event</HeadCell>
        {named && <HeadCell>Program</HeadCell>}
        <HeadCell>State</HeadCell>
        <HeadCell className="sm:max-lg:hidden">Last answer</HeadCell>
        <HeadCell className="text-right">Last attempt</HeadCell>
        {editable && (
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        )}
      </TableHead>
      <TableBody>
        {deliveries.map((delivery) => (
          <Row key={delivery.id}>
            <Cell>
              <span className="flex min-w-0 items-center gap-2.5">
                <SenderMark sender={delivery.provider} />
                <span className="font-mono text-xs wrap-anywhere">{delivery.type}</span>
              </span>
            </Cell>
            {named && (
              <Cell label="Program" className="text-muted">
                {delivery.subscriptionName ?? 'Removed'}
              </Cell>
            )}
            <Cell label="State">
              <DeliveryState status={delivery.status} />
            </Cell>
            <Cell label="Last answer" className="text-muted sm:max-lg:hidden">
              <span className="max-w-80 truncate max-sm:whitespace-normal sm:block">
                {[delivery.lastStatus, delivery.lastError].filter(Boolean).join(' · ') || '–'}
              </span>
            </Cell>
            <Cell label="Last attempt" className="whitespace-nowrap text-muted sm:text-right">
              {delivery.lastAttemptAt ? <RelativeTime at={delivery.lastAttemptAt} /> : 'None'}
            </Cell>
            {editable && (
              <Cell className="max-sm:justify-end">
                {(delivery.status === 'dead' || delivery.status === 'retrying') && (
                  <Acts delivery={delivery} base={base} />
                )}
              </Cell>
            )}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function Acts({ delivery, base }: { delivery: DeliveryView; base: string }) {
  const at = `${base}/webhooks/deliveries/${delivery.id}`;
  return (
    <span className="flex justify-end gap-1 sm:-mr-2.5">
      <Form method="post" action={`${at}/retry`} preventScrollReset>
        <SubmitButton
          size="sm"
          variant="secondary"
          formAction={`${at}/retry`}
          aria-label={`Try again: ${delivery.type} ${delivery.id}`}
        >
          Try again
        </SubmitButton>
      </Form>
      {delivery.status === 'dead' && (
        <ButtonLink
          size="sm"
          variant="quiet"
          href={`${base}/webhooks/dead-letters/${delivery.id}/discard`}
          aria-label={`Discard ${delivery.type} ${delivery.id}`}
        >
          Discard
        </ButtonLink>
      )}
    </span>
  );
}
