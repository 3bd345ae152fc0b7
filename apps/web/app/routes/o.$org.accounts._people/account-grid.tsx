import { AccountState } from '@patchbay/react';
import {
  Anchor,
  Avatar,
  Badge,
  Cell,
  HeadCell,
  ProviderMark,
  Row,
  Table,
  TableBody,
  TableHead,
} from '@patchbay/ui';
import { useLocation } from '@remix-run/react';
import { clsx } from 'clsx';
import { Minus, Shuffle } from 'lucide-react';
import { personPath, personRowId } from '../../accounts/paths.ts';
import { bulkFormId } from './bulk-bar.tsx';
import { moveInGrid } from './move-in-grid.ts';
import type { MatrixPage } from './route.tsx';
import type { Selection } from './use-selection.ts';

/** As many systems stand beside each other without scrolling. */
const fits = 5;
/** Up to so many there is room for the name as well. */
const fitsNames = 3;

type AccountGridProps = { page: MatrixPage; selection: Selection | null };

/** A row a person, a column a system. Arrows go from cell to cell, Enter opens, Space chooses. */
export function AccountGrid({ page, selection }: AccountGridProps) {
  const { items, systems, drifting, slug } = page;
  const { search } = useLocation();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between its links
    <div
      onKeyDown={(event) => moveInGrid(event, selection)}
      // What scrolls sideways cannot also keep its head at the top of the page.
      className={clsx(
        systems.length > fits
          ? 'sm:overflow-x-auto sm:[&_thead]:static'
          : 'sm:max-lg:overflow-x-auto sm:max-lg:[&_thead]:static',
      )}
    >
      <Table caption="People and their accounts">
        <TableHead>
          {selection && (
            <HeadCell className="w-10">
              <input
                type="checkbox"
                aria-label="Choose everybody on this page"
                checked={selection.all}
                onChange={selection.toggleAll}
                className="block size-4 accent-accent"
              />
            </HeadCell>
          )}
          <HeadCell className="sm:w-80">Person</HeadCell>
          {systems.map(({ provider, name }) => (
            <HeadCell key={provider}>
              <span className="flex items-center gap-2">
                <ProviderMark brand={provider} name={name} size="sm" />
                {name}
              </span>
            </HeadCell>
          ))}
        </TableHead>
        <TableBody>
          {items.map((row) => (
            <GridRow
              key={row.memberId}
              row={row}
              systems={systems}
              drifting={drifting}
              href={personPath(slug, row.memberId, search)}
              selection={selection}
            />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

type GridRowProps = {
  row: MatrixPage['items'][number];
  systems: MatrixPage['systems'];
  /** Ids of accounts that stand otherwise outside. */
  drifting: readonly string[];
  href: string;
  selection: Selection | null;
};

function GridRow({ row, systems, drifting, href, selection }: GridRowProps) {
  const { person, memberId, accounts } = row;
  return (
    <Row className="has-checked:bg-accent-soft">
      {selection && (
        <Cell className="w-10 max-sm:absolute max-sm:right-5">
          <input
            type="checkbox"
            name="person"
            value={person.id}
            form={bulkFormId}
            aria-label={`Choose ${person.name}`}
            checked={selection.chosen.has(person.id)}
            onChange={() => selection.toggle(person.id)}
            className="block size-4 accent-accent"
          />
        </Cell>
      )}
      <Cell>
        <Anchor
          id={personRowId(memberId)}
          href={href}
          data-cell=""
          data-person={person.id}
          className="flex min-w-0 items-center gap-3 rounded-xs max-sm:pr-10"
        >
          <Avatar name={person.name} />
          <span className="flex min-w-0 flex-col py-0.5">
            <span className="font-medium wrap-anywhere">{person.name}</span>
            <span className="text-sm wrap-anywhere text-muted">{person.email}</span>
          </span>
        </Anchor>
      </Cell>
      {systems.map(({ provider, name }) => {
        const account = accounts.find((one) => one.provider === provider);
        return (
          <Cell key={provider} label={name}>
            <Anchor
              href={`${href}#account-${provider}`}
              tabIndex={-1}
              data-cell=""
              data-person={person.id}
              className="flex w-fit max-w-full items-center gap-3 rounded-xs"
            >
              {account ? <AccountState account={account} /> : <None />}
              <span className="sr-only">
                : {person.name} at {name}
              </span>
              {account && drifting.includes(account.id) && <OutOfStep />}
              {account && systems.length <= fitsNames && (
                <span className="font-mono text-xs wrap-anywhere text-muted max-lg:hidden">
                  {account.identifier}
                </span>
              )}
            </Anchor>
          </Cell>
        );
      })}
    </Row>
  );
}

function OutOfStep() {
  return (
    <Badge tone="warn" icon={<Shuffle aria-hidden />}>
      Out of step
    </Badge>
  );
}

function None() {
  return (
    <span className="flex h-6 items-center gap-1.5 px-2 text-xs text-muted">
      <Minus aria-hidden className="size-3.5" />
      None
    </span>
  );
}
