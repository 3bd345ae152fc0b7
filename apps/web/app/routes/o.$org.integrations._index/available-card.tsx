import type { IntegrationView } from '@patchbay/services/schemas';
import { ProviderMark } from '@patchbay/ui';
import { ArrowRight } from 'lucide-react';
import { CardLink } from '../../integrations/card-link.tsx';
import { integrationPath } from '../../integrations/paths.ts';
import { categoryWord } from '../../integrations/words.ts';

type AvailableCardProps = { org: string; item: IntegrationView; canEdit: boolean };

export function AvailableCard({ org, item, canEdit }: AvailableCardProps) {
  const { provider, name, label, category, description } = item;
  const about = `about-${item.id}`;
  return (
    <article className="group/card relative flex w-full flex-col gap-3 rounded-md border border-line bg-transparent p-4 transition-colors hover:border-control hover:bg-surface">
      <div className="flex items-start gap-3">
        <ProviderMark brand={provider} name={name} />
        <div className="min-w-0 flex-1">
          <h3 className="leading-snug">
            <CardLink href={integrationPath(org, provider)} label={label} describedBy={about} />
          </h3>
          <p className="truncate text-sm text-muted">
            {label !== name && `${name} · `}
            {categoryWord(category)}
          </p>
        </div>
      </div>
      <p id={about} className="text-sm text-pretty text-muted">
        {description}
      </p>
      <p
        aria-hidden
        className="mt-auto flex items-center gap-1.5 pt-1 text-sm font-medium text-accent-ink"
      >
        {canEdit ? 'Connect' : 'What it needs'}
        <ArrowRight className="size-3.5 transition-transform group-hover/card:translate-x-0.5" />
      </p>
    </article>
  );
}
