import { IntegrationCard, type IntegrationInfo } from '@patchbay/react';

/** Systems of the catalog that are not set up: what could be there, without making noise. */
export function NotOffered({ integrations }: { integrations: readonly IntegrationInfo[] }) {
  return (
    <section aria-labelledby="not-offered" className="flex flex-col gap-3">
      <h2 id="not-offered" className="text-sm font-medium text-muted">
        Not available right now
      </h2>
      {integrations.map((integration) => (
        <IntegrationCard key={integration.provider} integration={integration} />
      ))}
    </section>
  );
}
