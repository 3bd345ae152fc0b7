import type { IntegrationView } from '@patchbay/services/schemas';
import {
  Card,
  Cell,
  HeadCell,
  HealthBar,
  ProviderMark,
  RelativeTime,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { useRef } from 'react';
import { CardLink } from '../../integrations/card-link.tsx';
import type { Group } from '../../integrations/groups.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { StateOf } from '../../integrations/state-of.tsx';
import { categoryWord } from '../../integrations/words.ts';
import { moveByArrows } from './move-by-arrows.ts';

type IntegrationTableProps = { org: string; groups: readonly Group<IntegrationView>[] };

/** The same integrations in the same order, one a line. */
export function IntegrationTable({ org, groups }: IntegrationTableProps) {
  const box = useRef<HTMLDivElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between its links
    <div ref={box} onKeyDown={(event) => moveByArrows(event, box.current)}>
      <Card>
        <Table caption="Integrations, those that need attention first">
          <TableHead>
            <HeadCell>Integration</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Category</HeadCell>
            <HeadCell className="w-68">Last 24 hours</HeadCell>
            <HeadCell className="text-right">Last check</HeadCell>
          </TableHead>
          <TableBody>
            {groups.flatMap(({ items }) =>
              items.map((item) => <IntegrationRow key={item.id} org={org} item={item} />),
            )}
          </TableBody>
        </Table>
      </Card>
    </div>
  );
}

function IntegrationRow({ org, item }: { org: string; item: IntegrationView }) {
  const configured = item.status !== 'not_configured';
  return (
    <Row className="relative">
      <Cell>
        <span className="flex min-w-0 items-center gap-3">
          <ProviderMark size="sm" brand={item.provider} name={item.name} />
          <span className="min-w-0">
            <CardLink href={integrationPath(org, item.provider)} label={item.label} />
            {item.label !== item.name && (
              <span className="ml-2 text-sm text-muted">{item.name}</span>
            )}
          </span>
        </span>
      </Cell>
      <Cell>
        <StateOf state={item.state} checkable={item.checkable} />
      </Cell>
      <Cell label="Category" className="text-muted">
        {categoryWord(item.category)}
      </Cell>
      <Cell className="max-sm:hidden!">
        {configured && item.checkable && <HealthBar fill heartbeat={item.heartbeat} />}
      </Cell>
      <Cell label="Last check" className="whitespace-nowrap text-muted tabular-nums sm:text-right">
        {item.lastHealthCheck ? <RelativeTime at={item.lastHealthCheck} focusable={false} /> : '–'}
      </Cell>
    </Row>
  );
}
