import type { EntityManager } from '@mikro-orm/postgresql';
import { Organization } from '@patchbay/db';

const longest = 40;
/** Words that pages need beside organizations. */
const reserved = new Set(['new']);

/** The address part made of a name: `Düne & Söhne` becomes `dune-sohne`. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, longest)
    .replace(/-$/, '');
  return words.length < 2 || reserved.has(words) ? `organization${words && `-${words}`}` : words;
}

export const isReserved = (slug: string): boolean => reserved.has(slug);

/** The slug, or with the first number behind it that nobody has. */
export async function freeSlug(em: EntityManager, wanted: string): Promise<string> {
  const stem = wanted.slice(0, longest - 6).replace(/-$/, '');
  const rows = await em.find(
    Organization,
    { $or: [{ slug: wanted }, { slug: { $like: `${stem}-%` } }] },
    { fields: ['slug'] },
  );
  const used = new Set(rows.map(({ slug }) => slug));
  if (!used.has(wanted)) return wanted;
  let number = 2;
  while (used.has(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}
