import type { ConnectionView } from '@patchbay/services/schemas';
import { CopyButton, RelativeTime } from '@patchbay/ui';
import type { ReactNode } from 'react';
import { type Fact, Facts } from '../integrations/facts.tsx';
import { throughWhat } from './words.ts';

export function ConnectionFacts({ connection }: { connection: ConnectionView }) {
  const { account, connectedAt, connectedBy, lastUsedAt } = connection;
  const facts: Fact[] = [
    ...(account ? [{ term: 'Account id', value: <AccountId id={account.id} /> }] : []),
    { term: 'Connected through', value: throughWhat(connection) },
    ...(connectedAt
      ? [
          {
            term: 'Since',
            value: (
              <>
                <RelativeTime at={connectedAt} />
                {connectedBy && ` by ${connectedBy.name}`}
              </>
            ),
          },
        ]
      : []),
    ...(connectedAt ? [{ term: 'Token', value: <TokenLife connection={connection} /> }] : []),
    { term: 'Last used', value: lastUsedAt ? <RelativeTime at={lastUsedAt} /> : 'Not yet' },
  ];
  return <Facts facts={facts} />;
}

const AccountId = ({ id }: { id: string }) => (
  <span className="inline-flex items-center gap-1">
    <code className="font-mono text-xs wrap-anywhere">{id}</code>
    <CopyButton text={id} what="account id" />
  </span>
);

/** How long it lasts and who has to do something about that, in words. */
function TokenLife({ connection }: { connection: ConnectionView }): ReactNode {
  const { expiresAt, renews, grantExpiresAt, lastRefreshedAt } = connection;
  if (connection.broken) return 'No longer accepted';
  if (expiresAt === null)
    return renews ? 'Does not run out; renewed when refused' : 'Does not run out';
  if (!renews)
    return (
      <>
        Ends <RelativeTime at={expiresAt} />, then only new consent helps
      </>
    );
  return (
    <span className="flex flex-col items-end">
      <span>
        Renews by itself; this one ends <RelativeTime at={expiresAt} />
      </span>
      {lastRefreshedAt && (
        <span className="text-sm text-muted">
          last renewed <RelativeTime at={lastRefreshedAt} />
        </span>
      )}
      {grantExpiresAt && (
        <span className="text-sm text-muted">
          until <RelativeTime at={grantExpiresAt} />, then only new consent helps
        </span>
      )}
    </span>
  );
}
