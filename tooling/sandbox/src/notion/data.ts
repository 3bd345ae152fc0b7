import { createHash } from 'node:crypto';
import { chance, daysBefore } from '../chance.ts';
import { firstNames, lastNames } from '../names.ts';

const titles = [
  'Onboarding checklist',
  'Network diagram',
  'Runbook: restore a server',
  'Meeting notes',
  'Price list',
  'Firewall changes',
  'Holiday calendar',
  'Who to call at night',
] as const;

/** UUID-shaped and repeatable. */
export function notionId(number: number, kind: string, index: number): string {
  const hex = createHash('sha256').update(`${number} ${kind} ${index}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

export const richText = (text: string) => [
  { type: 'text', text: { content: text, link: null }, plain_text: text },
];

export function notionPeople(number: number) {
  const draw = chance(number * 131 + 5);
  return Array.from({ length: 3 }, (_, index) => {
    const first = draw.pick(firstNames);
    return {
      object: 'user',
      id: notionId(number, 'person', index),
      type: 'person',
      name: `${first} ${draw.pick(lastNames)}`,
      avatar_url: null,
      person: { email: `${first.toLowerCase()}.${index}@workspace-${number}.example` },
    };
  });
}

export type NotionPage = ReturnType<typeof notionPage>;

export const notionPage = (
  number: number,
  index: number,
  title: string,
  parent: Record<string, unknown>,
  editedAt: string,
) => {
  const id = notionId(number, 'page', index);
  return {
    object: 'page' as const,
    id,
    created_time: daysBefore(200 + index),
    last_edited_time: editedAt,
    parent,
    archived: false,
    in_trash: false,
    properties: { title: { id: 'title', type: 'title', title: richText(title) } } as Record<
      string,
      unknown
    >,
    url: `https://www.notion.so/${id.replaceAll('-', '')}`,
    icon: null as unknown,
    cover: null as unknown,
  };
};

export const paragraph = (number: number, page: string, index: number, text: string) => ({
  object: 'block',
  id: notionId(number, `block ${page}`, index),
  type: 'paragraph',
  has_children: false,
  parent: { type: 'page_id', page_id: page },
  paragraph: { rich_text: richText(text) },
});

/** What one workspace shares with the connection: a database with rows, loose pages, and their blocks. */
export function notionWorkspace(number: number) {
  const databaseId = notionId(number, 'database', 0);
  const dataSourceId = notionId(number, 'data source', 0);
  const dataSource = {
    object: 'data_source' as const,
    id: dataSourceId,
    title: richText('Documentation'),
    parent: { type: 'database_id', database_id: databaseId },
    last_edited_time: daysBefore(1),
    properties: { title: { id: 'title', name: 'Name', type: 'title', title: {} } },
    url: `https://www.notion.so/${databaseId.replaceAll('-', '')}`,
  };
  const pages = titles.flatMap((title, index) => [
    notionPage(number, index, title, { type: 'workspace', workspace: true }, daysBefore(index)),
    notionPage(
      number,
      index + 100,
      `${title} (archive)`,
      { type: 'data_source_id', data_source_id: dataSourceId, database_id: databaseId },
      daysBefore(index + 30),
    ),
  ]);
  const blocks = new Map(
    pages.map(({ id }) => [
      id,
      Array.from({ length: 4 }, (_, index) =>
        paragraph(number, id, index, `Step ${index + 1}: write down what was done.`),
      ),
    ]),
  );
  return { databaseId, dataSourceId, dataSource, pages, blocks };
}
export type NotionWorkspace = ReturnType<typeof notionWorkspace>;
