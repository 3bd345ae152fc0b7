import type { KeyboardEvent } from 'react';
import { cardLink } from '../../integrations/card-link.tsx';

const directions: Partial<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

type Placed = { link: HTMLElement; x: number; y: number };

/** Arrows go to the nearest card in their direction; Enter is the link's own. */
export function moveByArrows(event: KeyboardEvent, box: HTMLElement | null): void {
  const direction = directions[event.key];
  if (!direction || !box || event.ctrlKey || event.metaKey || event.altKey) return;
  const cards = [...box.querySelectorAll<HTMLElement>(`[${cardLink}]`)].map(placed);
  const from = cards.find(({ link }) => link === document.activeElement);
  if (!from) return;
  const next = nearest(cards, from, direction);
  if (!next) return;
  event.preventDefault();
  next.link.focus();
}

function placed(link: HTMLElement): Placed {
  const { left, top, width, height } = (link.closest('li') ?? link).getBoundingClientRect();
  return { link, x: left + width / 2, y: top + height / 2 };
}

/** Sideways steps stay in their row; up and down prefer the row nearest, then the column nearest. */
function nearest(cards: Placed[], from: Placed, { x, y }: { x: number; y: number }) {
  const rowSlack = 24;
  const cost = (card: Placed): number => {
    const dx = (card.x - from.x) * x;
    const dy = (card.y - from.y) * y;
    if (x !== 0) return dx > 1 && Math.abs(card.y - from.y) < rowSlack ? dx : Infinity;
    return dy > rowSlack ? dy * 8 + Math.abs(card.x - from.x) : Infinity;
  };
  const best = cards.toSorted((a, b) => cost(a) - cost(b))[0];
  return best && cost(best) < Infinity ? best : undefined;
}
