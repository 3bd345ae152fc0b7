import { ButtonLink } from '@patchbay/ui';
import type { ReactNode } from 'react';

export type Way = { href: string; icon: ReactNode; title: string; note: ReactNode };

/** Ways to go on, one a line: the first step of a dialog that asks for a kind. */
export function WayList({ ways }: { ways: readonly Way[] }) {
  return (
    <ul className="flex flex-col gap-2">
      {ways.map(({ href, icon, title, note }) => (
        <li key={title}>
          <ButtonLink
            href={href}
            className="h-auto! w-full justify-start! gap-3! px-3! py-2.5! text-left whitespace-normal!"
          >
            <span className="grid size-6 shrink-0 place-items-center text-muted [&>svg]:size-4">
              {icon}
            </span>
            <span className="flex flex-col">
              <span>{title}</span>
              <span className="text-sm font-normal text-muted">{note}</span>
            </span>
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}
