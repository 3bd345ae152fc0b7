import type { KeyboardEvent } from 'react';
import type { Selection } from './use-selection.ts';

const steps: Partial<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** Arrows move between the cells of a table, Space chooses the row; Enter is the link's own. */
export function moveInGrid(event: KeyboardEvent<HTMLElement>, selection: Selection | null): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const here = document.activeElement;
  if (!(here instanceof HTMLElement) || here.dataset.cell === undefined) return;
  const { person } = here.dataset;
  if (event.key === ' ' && selection && person) {
    event.preventDefault();
    selection.toggle(person);
    return;
  }
  const step = steps[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll('tr')]
    .map((row) => [...row.querySelectorAll<HTMLElement>('[data-cell]')])
    .filter((cells) => cells.length > 0);
  const at = rows.findIndex((cells) => cells.includes(here));
  const column = rows[at]?.indexOf(here) ?? 0;
  const next = rows[at + step[0]]?.[column + step[1]];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
