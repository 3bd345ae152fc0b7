import { Banner, RelativeTime } from '@patchbay/ui';
import type { ConnectionPanelProps } from './connection-panel.tsx';
import { consentWay, troubleWords } from './words.ts';

/** What keeps the connection from working, now or soon, and what ends that. */
export function ConnectionTrouble({ page, connection }: ConnectionPanelProps) {
  const { broken, trouble, account, expiresAt } = connection;
  const { name } = page.integration;
  const way = consentWay(connection);
  const cannot = way && !way.allowed && page.access.canEdit ? ` ${way.reason ?? ''}` : '';
  if (broken)
    return (
      <Banner tone="bad" title={broken.message}>
        Noticed <RelativeTime at={broken.since} />. Calls fail until somebody reconnects
        {account && ` as ${account.name}`}; the integration and everything that uses it stay.
        {cannot}
      </Banner>
    );
  if (!trouble) return null;
  const left = expiresAt && expiresAt > new Date() ? expiresAt : null;
  return (
    <Banner
      tone={left ? 'warn' : 'bad'}
      title={`The token is not being renewed: ${troubleWords(trouble.code)}`}
    >
      {left ? (
        <>
          It still works, and runs out <RelativeTime at={left} />;{' '}
        </>
      ) : (
        'It has run out, so calls fail; '
      )}
      {trouble.nextTryAt && (
        <>
          tried {trouble.failures} times, the next try is <RelativeTime at={trouble.nextTryAt} />.{' '}
        </>
      )}
      If it stays, reconnect {name}.{cannot}
    </Banner>
  );
}
