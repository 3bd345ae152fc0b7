import type { IntegrationInfo } from '@patchbay/react';
import { Banner, ButtonLink } from '@patchbay/ui';
import { useSearchParams } from '@remix-run/react';
import { consentWords } from './consent-words.ts';

type ConsentBannerProps = { integrations: readonly IntegrationInfo[]; back: string };

/** Anybody can write an address, so it only chooses among our own words; what is there is told by the accounts. */
export function ConsentBanner({ integrations, back }: ConsentBannerProps) {
  const [search] = useSearchParams();
  const integration = integrations.find(({ provider }) => provider === search.get('account'));
  const error = search.get('error');
  if (!integration) return null;
  const { name, account } = integration;
  const dismiss = (
    <ButtonLink size="sm" variant="quiet" href={back}>
      Dismiss
    </ButtonLink>
  );
  if (error !== null) {
    const { tone, title, text } = consentWords(error, name);
    return (
      <Banner tone={tone} role="alert" title={title} actions={dismiss}>
        {text}
      </Banner>
    );
  }
  if (account?.status !== 'active') return null;
  return (
    <Banner tone="ok" role="status" title={`You are in ${name} now`} actions={dismiss}>
      What you agreed to there was used once and is not kept.
    </Banner>
  );
}
