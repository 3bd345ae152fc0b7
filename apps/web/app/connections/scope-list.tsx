import { Check, TriangleAlert } from 'lucide-react';
import { plural } from '../integrations/words.ts';
import { ConnectForm } from './connect-form.tsx';
import type { ConnectionPanelProps } from './connection-panel.tsx';
import { consentWay } from './words.ts';

/** What was granted beside what is needed; what is missing is asked for with the rest kept. */
export function ScopeList({ page, connection }: ConnectionPanelProps) {
  const { granted, required, missing } = connection.scopes;
  const way = consentWay(connection);
  return (
    <div className="flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="font-medium">
          Permissions{' '}
          <span className="font-normal text-muted">
            {missing.length > 0
              ? `· ${plural(missing.length, 'needed one is', 'needed ones are')} missing`
              : required.length > 0
                ? '· everything needed is granted'
                : `· ${granted.length} granted`}
          </span>
        </h3>
        {missing.length > 0 && page.access.canEdit && way && (
          <ConnectForm
            org={page.org}
            provider={page.integration.provider}
            size="sm"
            scopes={missing}
            disabled={!way.allowed}
          >
            Ask for consent again
          </ConnectForm>
        )}
      </div>
      <ul className="flex flex-wrap gap-1.5">
        {missing.map((scope) => (
          <Scope key={scope} scope={scope} missing />
        ))}
        {granted.map((scope) => (
          <Scope key={scope} scope={scope} />
        ))}
      </ul>
    </div>
  );
}

function Scope({ scope, missing = false }: { scope: string; missing?: boolean }) {
  const Icon = missing ? TriangleAlert : Check;
  return (
    <li
      className={`inline-flex min-h-6 items-center gap-1.5 rounded-xs px-2 font-mono text-xs wrap-anywhere [&>svg]:size-3.5 [&>svg]:shrink-0 ${missing ? 'bg-warn-soft text-warn' : 'bg-hover text-ink [&>svg]:text-ok'}`}
    >
      <Icon aria-hidden />
      <span className="sr-only">{missing ? 'missing: ' : 'granted: '}</span>
      {scope}
    </li>
  );
}
