import type { ChannelView } from '@patchbay/services/schemas';
import {
  Badge,
  ButtonLink,
  Cell,
  HeadCell,
  ProviderMark,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { CircleAlert, CircleCheck, CircleDashed, Mail, Pause, Webhook } from 'lucide-react';
import { SubmitButton } from '../forms/submit-button.tsx';

type ChannelTableProps = { channels: readonly ChannelView[]; base: string; editable: boolean };

const reach = { notice: 'Everything', warning: 'Warnings, critical', critical: 'Critical' };

export function ChannelTable({ channels, base, editable }: ChannelTableProps) {
  return (
    <Table caption="Alert channels">
      <TableHead>
        <HeadCell>Channel</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell className="sm:max-lg:hidden">Gets</HeadCell>
        <HeadCell>Last message</HeadCell>
        {editable && (
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        )}
      </TableHead>
      <TableBody>
        {channels.map((channel) => (
          <Row key={channel.id}>
            <Cell>
              <span className="flex min-w-0 items-center gap-3 py-1">
                <ChannelMark channel={channel} />
                <span className="flex min-w-0 flex-col">
                  <span className="font-medium">{channel.name}</span>
                  <span className="text-sm wrap-anywhere text-muted">{channel.address}</span>
                </span>
              </span>
            </Cell>
            <Cell label="State">
              <ChannelState channel={channel} />
            </Cell>
            <Cell label="Gets" className="text-muted sm:max-lg:hidden">
              {reach[channel.leastSeverity]}
            </Cell>
            <Cell label="Last message" className="text-muted">
              {channel.lastSentAt ? <RelativeTime at={channel.lastSentAt} /> : 'None yet'}
            </Cell>
            {editable && (
              <Cell className="max-sm:justify-end">
                <ChannelActions channel={channel} base={base} />
              </Cell>
            )}
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function ChannelActions({ channel, base }: { channel: ChannelView; base: string }) {
  const at = `${base}/alerts/channels/${channel.id}`;
  return (
    <span className="flex justify-end gap-1 sm:-mr-2.5">
      <Form method="post" action={`${at}/test`} preventScrollReset>
        <SubmitButton
          size="sm"
          variant="secondary"
          formAction={`${at}/test`}
          aria-label={`Send test to ${channel.name}`}
        >
          Send test
        </SubmitButton>
      </Form>
      <ButtonLink size="sm" variant="quiet" href={`${at}/edit`} aria-label={`Edit ${channel.name}`}>
        Edit
      </ButtonLink>
      <ButtonLink
        size="sm"
        variant="quiet"
        href={`${at}/remove`}
        aria-label={`Remove ${channel.name}`}
      >
        Remove
      </ButtonLink>
    </span>
  );
}

function ChannelState({ channel }: { channel: ChannelView }) {
  if (!channel.enabled)
    return (
      <Badge icon={<Pause aria-hidden />} tone="calm">
        Off
      </Badge>
    );
  if (channel.lastError)
    return (
      <span className="flex flex-col items-start gap-1 py-1 max-sm:items-end">
        <Badge icon={<CircleAlert aria-hidden />} tone="bad">
          Failing
        </Badge>
        <span className="max-w-72 text-sm text-bad max-sm:text-right">{channel.lastError}</span>
      </span>
    );
  if (!channel.lastSentAt)
    return (
      <Badge icon={<CircleDashed aria-hidden />} tone="calm">
        Not tried
      </Badge>
    );
  return (
    <Badge icon={<CircleCheck aria-hidden />} tone="ok">
      Works
    </Badge>
  );
}

export function ChannelMark({ channel }: { channel: Pick<ChannelView, 'kind' | 'provider'> }) {
  const { kind, provider } = channel;
  if (provider) return <ProviderMark brand={provider} name={provider} size="sm" />;
  const Icon = kind === 'email' ? Mail : Webhook;
  return (
    <span className="grid size-6 shrink-0 place-items-center rounded-xs border border-line bg-sunken text-muted">
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}
