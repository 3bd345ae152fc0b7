import type { ReactNode } from 'react';
import type { FrameData } from './frame-data.server.ts';
import { destinations, operatorDestinations } from './navigation.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

export type FrameOrganization = FrameData['organizations'][number];

export type FrameProps = {
  data: FrameData;
  /** The organization whose pages these are; none on a person's own pages. */
  organization: FrameOrganization | null;
  /** How many things wait on a page of it, by the page’s path. */
  counts?: Partial<Record<string, number>>;
  children: ReactNode;
};

export function Frame({ data, organization, counts = {}, children }: FrameProps) {
  const pages = organization ? destinations(organization.slug, organization.role, counts) : [];
  const all = data.person.operator ? [...pages, ...operatorDestinations] : pages;
  return (
    <div className="lg:flex">
      <a href="#content" className="skip-link">
        Skip to content
      </a>
      <Rail data={data} organization={organization} pages={pages} />
      <div className="min-w-0 flex-1">
        <TopBar organization={organization} pages={all} />
        <main id="content" tabIndex={-1} className="outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
