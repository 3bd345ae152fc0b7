import { IntegrationCard, type IntegrationInfo } from '@patchbay/react';
import { ChevronRight } from 'lucide-react';
import { plural } from '../../integrations/words.ts';

/** Systems that are not set up: what could be there, without making noise. */
export function NotOffered({ integrations }: { integrations: readonly IntegrationInfo[] }) {
  return (
    <details className="group/rest">
      <summary className="flex w-fit items-center gap-1.5 rounded-xs text-sm text-muted transition-colors hover:text-ink">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform group-open/rest:rotate-90"
        />
        {plural(integrations.length, 'more system')} not available right now
      </summary>
      <div className="mt-3 flex flex-col gap-3">
        {integrations.map((integration) => (
          <IntegrationCard key={integration.provider} integration={integration} />
        ))}
      </div>
    </details>
  );
}
