import type { IntegrationView } from '@patchbay/services/schemas';
import { Card, Link, ProviderMark } from '@patchbay/ui';
import { ArrowRight } from 'lucide-react';
import type { Access } from '../../integrations/access.server.ts';
import { CardLink } from '../../integrations/card-link.tsx';
import { integrationPath, integrationsPath } from '../../integrations/paths.ts';

type FirstRunProps = {
  org: string;
  integrations: readonly IntegrationView[];
  /** Providers whose form the demo can fill in. */
  offered: readonly string[];
  access: Access;
};

/** Those that can show a result at once come first: checkable, and in the demo played by the sandbox. */
function suggestions({ integrations, offered }: FirstRunProps) {
  const rank = ({ provider, checkable, sandbox }: IntegrationView) =>
    Number(checkable) + Number(sandbox !== null) + Number(offered.includes(provider));
  return integrations.toSorted((a, b) => rank(b) - rank(a)).slice(0, 3);
}

export function FirstRun(props: FirstRunProps) {
  const { org, integrations, access } = props;
  return (
    <Card className="overflow-hidden">
      <div className="flex max-w-prose flex-col gap-1.5 px-5 py-6 sm:px-6">
        <h2 className="text-lg font-semibold">Connect your first system</h2>
        <p className="text-muted">
          Patchbay keeps its credentials sealed, checks the connection every 15 minutes and says
          what to do when it breaks. {access.canEdit ? 'A good place to start:' : access.readOnly}
        </p>
      </div>
      <ul className="divide-y divide-line border-y border-line">
        {suggestions(props).map((item) => (
          <li
            key={item.id}
            className="relative grid grid-cols-[36px_minmax(0,1fr)_auto] items-center gap-x-4 px-5 py-4 transition-colors hover:bg-hover/55 sm:px-6"
          >
            <ProviderMark brand={item.provider} name={item.name} />
            <div className="min-w-0">
              <CardLink
                href={integrationPath(
                  org,
                  item.provider,
                  access.canEdit ? 'configuration' : undefined,
                )}
                label={item.name}
              />
              <p className="text-sm text-muted">
                {item.description}
                {item.sandbox && ' In this demo the sandbox plays it.'}
              </p>
            </div>
            <span
              aria-hidden
              className="flex items-center gap-1.5 text-sm font-medium text-accent-ink"
            >
              <span className="max-sm:hidden">{access.canEdit ? 'Connect' : 'Look'}</span>
              <ArrowRight className="size-4" />
            </span>
          </li>
        ))}
      </ul>
      <p className="px-5 py-4 text-sm sm:px-6">
        <Link href={integrationsPath(org)}>All {integrations.length} integrations</Link>
      </p>
    </Card>
  );
}
