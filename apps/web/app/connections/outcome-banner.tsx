import type { ConnectionView } from '@patchbay/services/schemas';
import { Banner, ButtonLink } from '@patchbay/ui';
import { useSearchParams } from '@remix-run/react';
import type { IntegrationPage } from '../integrations/page.ts';
import { integrationPath } from '../integrations/paths.ts';
import { outcomeWords } from './outcome.ts';

type OutcomeBannerProps = { page: IntegrationPage; connection: ConnectionView };

/**
 * What came of the consent page. Anybody can write an address, so it only chooses among our own words: the
 * account is named from what is stored.
 */
export function OutcomeBanner({ page, connection }: OutcomeBannerProps) {
  const [search] = useSearchParams();
  const { org, integration } = page;
  const { name, provider } = integration;
  const { account, state } = connection;
  const dismiss = (
    <ButtonLink size="sm" variant="quiet" href={integrationPath(org, provider)}>
      Dismiss
    </ButtonLink>
  );
  const error = search.get('error');
  // The two accounts stand below, with the buttons that answer.
  if (error === 'other_account' && connection.pending) return null;
  if (error) {
    const { tone, title, text } = outcomeWords(error, name);
    return (
      <Banner tone={tone} role="alert" title={title} actions={dismiss}>
        {text}
      </Banner>
    );
  }
  if (!search.has('connected') || state !== 'connected') return null;
  return (
    <Banner
      tone="ok"
      role="status"
      title={account ? `${name} is connected as ${account.name}` : `${name} is connected`}
      actions={dismiss}
    >
      {connection.scopes.missing.length > 0
        ? 'Some permissions were not granted; below is what they are.'
        : 'Programs can call it through Patchbay now. The next round checks it, a test does so at once.'}
    </Banner>
  );
}
