import { ButtonLink, Card, Link } from '@patchbay/ui';
import { ExternalLink } from 'lucide-react';
import type { IntegrationPage } from '../../integrations/page.ts';
import { integrationPath } from '../../integrations/paths.ts';
import { listed } from '../../integrations/words.ts';

/** What it is, what it needs, the first step. */
export function NotConfigured({ page }: { page: IntegrationPage }) {
  const { org, integration, access } = page;
  const { name, description, setup, docs, fields, checkable } = integration;
  const needed = fields.filter(({ required, kind }) => required && kind !== 'bool');
  const steps = [
    setup ?? `Have the credentials for ${name} at hand.`,
    `Enter ${listed(needed.map(({ label }) => label))}. Secrets are sealed before they are stored and are never shown again.`,
    checkable
      ? 'Save and test. Patchbay then checks the connection every 15 minutes and tells you when it breaks.'
      : 'Save. A connection test for this provider comes with a later version.',
  ];
  return (
    <Card className="px-5 py-6 sm:px-8 sm:py-8">
      <div className="flex max-w-prose flex-col gap-6">
        <div className="flex flex-col gap-1.5">
          <h2 className="text-lg font-semibold">Connect {name}</h2>
          <p className="text-muted">{description}</p>
        </div>
        <ol className="flex flex-col gap-4">
          {steps.map((step, index) => (
            <li key={step} className="flex gap-3">
              <span
                aria-hidden
                className="grid size-6 shrink-0 place-items-center rounded-full border border-line bg-sunken text-xs font-semibold text-muted tabular-nums"
              >
                {index + 1}
              </span>
              <span className="pt-0.5">{step}</span>
            </li>
          ))}
        </ol>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          {access.canEdit ? (
            <ButtonLink
              variant="primary"
              href={integrationPath(org, integration.provider, 'configuration')}
            >
              Configure {name}
            </ButtonLink>
          ) : (
            <p className="text-muted">{access.readOnly}</p>
          )}
          <Link
            href={docs}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1.5"
          >
            {name} documentation
            <ExternalLink aria-hidden className="size-3.5" />
          </Link>
        </div>
      </div>
    </Card>
  );
}
