import { Anchor } from '@patchbay/ui';

/** Marks the one link of a card, for the arrow keys. */
export const cardLink = 'data-card-link';

type CardLinkProps = {
  href: string;
  label: string;
  /** The id of what else a screen reader should hear about it. */
  describedBy?: string;
};

/** The one link of a card: its area is the whole card, its words are the card's name. */
export function CardLink({ href, label, describedBy }: CardLinkProps) {
  return (
    <Anchor
      href={href}
      aria-describedby={describedBy}
      {...{ [cardLink]: '' }}
      className="font-medium wrap-anywhere outline-none after:absolute after:inset-0 after:rounded-md focus-visible:after:outline-2 focus-visible:after:outline-accent"
    >
      {label}
    </Anchor>
  );
}
