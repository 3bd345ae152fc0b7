import type { IntegrationView } from '@patchbay/services/schemas';
import { useRef } from 'react';
import { AttentionList } from '../../integrations/attention-list.tsx';
import { type Group, groupTitles } from '../../integrations/groups.ts';
import { AvailableCard } from './available-card.tsx';
import { ConnectedCard } from './connected-card.tsx';
import { moveByArrows } from './move-by-arrows.ts';

type CardGroupsProps = {
  org: string;
  groups: readonly Group<IntegrationView>[];
  canEdit: boolean;
};

export function CardGroups({ org, groups, canEdit }: CardGroupsProps) {
  const box = useRef<HTMLDivElement>(null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows only move between its links
    <div
      ref={box}
      onKeyDown={(event) => moveByArrows(event, box.current)}
      className="flex flex-col gap-8"
    >
      {groups.map(({ name, items }) => (
        <section key={name} aria-labelledby={`group-${name}`} className="flex flex-col gap-3">
          <h2 id={`group-${name}`} className="flex items-baseline gap-2 font-semibold">
            {groupTitles[name]}
            <span className="text-sm font-normal text-muted tabular-nums">{items.length}</span>
          </h2>
          {name === 'attention' ? (
            <AttentionList org={org} items={items} canEdit={canEdit} />
          ) : (
            <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2 xl:grid-cols-3">
              {items.map((item) => (
                <li key={item.id} className="flex min-w-0">
                  {name === 'available' ? (
                    <AvailableCard org={org} item={item} canEdit={canEdit} />
                  ) : (
                    <ConnectedCard org={org} item={item} />
                  )}
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}
