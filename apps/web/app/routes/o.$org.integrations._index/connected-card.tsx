import type { IntegrationView } from '@patchbay/services/schemas';
import { HealthBar, ProviderMark, RelativeTime } from '@patchbay/ui';
import { CardLink } from '../../integrations/card-link.tsx';
import { integrationPath } from '../../integrations/paths.ts';
import { StateOf } from '../../integrations/state-of.tsx';
import { categoryWord, percent } from '../../integrations/words.ts';

type ConnectedCardProps = { org: string; item: IntegrationView };

export function ConnectedCard({ org, item }: ConnectedCardProps) {
  const { label, name, category, provider } = item;
  const about = `about-${item.id}`;
  return (
    <article className="relative flex w-full flex-col gap-4 rounded-md border border-line bg-surface p-4 transition-colors hover:border-control">
      <div className="flex items-start gap-3">
        <ProviderMark brand={provider} name={name} />
        <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-3 gap-y-2">
          <div className="min-w-0 grow basis-32">
            <h3 className="leading-snug">
              <CardLink href={integrationPath(org, provider)} label={label} describedBy={about} />
            </h3>
            <p className="truncate text-sm text-muted">
              {item.account && <span className="sr-only">connected as </span>}
              {item.account ?? (
                <>
                  {label !== name && `${name} · `}
                  {categoryWord(category)}
                </>
              )}
            </p>
          </div>
          <StateOf state={item.state} checkable={item.checkable} />
        </div>
      </div>
      <div id={about} className="mt-auto flex flex-col gap-2">
        {item.checkable ? <Pulse item={item} /> : <NotChecked />}
      </div>
    </article>
  );
}

function Pulse({ item: { heartbeat, lastHealthCheck, enabled } }: { item: IntegrationView }) {
  const { checks, failures } = heartbeat;
  return (
    <>
      <HealthBar fill heartbeat={heartbeat} />
      <p className="flex justify-between gap-4 text-sm text-muted tabular-nums">
        <span>
          {lastHealthCheck === null ? (
            `Waits for its ${checks > 0 ? 'next' : 'first'} check`
          ) : (
            <>
              {enabled ? 'Checked' : 'Last checked'}{' '}
              <RelativeTime at={lastHealthCheck} focusable={false} />
            </>
          )}
        </span>
        {checks > 0 && <span>{percent((checks - failures) / checks)} in 24 h</span>}
      </p>
    </>
  );
}

const NotChecked = () => (
  <p className="text-sm text-muted">Settings are saved. This provider has no health check yet.</p>
);
