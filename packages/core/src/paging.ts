import { z } from 'zod';
import { StorableText } from './text.ts';

/** Cursor paging for every list that can grow. `cursor` is opaque to callers. */
export const PageInput = z.object({
  cursor: StorableText.max(200).optional(),
  limit: z.number().int().min(1).max(100).default(25),
});
export type PageInput = z.infer<typeof PageInput>;

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** Cuts `limit + 1` rows to a page; the extra row only proves that there is a next one. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  toItem: (row: Row) => Item,
  cursorOf: (row: Row) => string,
): Page<Item> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  return {
    items: kept.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}
