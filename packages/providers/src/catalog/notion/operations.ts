import { z } from 'zod';
import { operation } from '../../kit/operation.ts';
import { type NotionClient, Page, Things, Users } from './client.ts';

const object = z.record(z.string(), z.unknown());
const id = z.string().regex(/^[0-9a-fA-F-]{32,36}$/, 'must be an id of Notion (a UUID)');
const paging = {
  page_size: z.int().min(1).max(100).optional(),
  start_cursor: z.string().max(200).optional(),
};

export const notionOperations = {
  search: operation({
    title: 'Search',
    about: 'Pages and data sources that are shared with the connection, by their titles.',
    effect: 'read',
    input: z.object({
      query: z.string().optional(),
      filter: object.optional(),
      sort: object.optional(),
      ...paging,
    }),
    output: Things,
    run: (client: NotionClient, input) => client.search(input),
  }),
  'pages.get': operation({
    title: 'Page',
    about: 'One page with its properties, without its content.',
    effect: 'read',
    input: z.object({ page: id }),
    output: Page,
    run: (client: NotionClient, { page }) => client.page(page),
  }),
  'pages.create': operation({
    title: 'Create a page',
    about: 'A page below a page or in a data source; `parent` says where.',
    effect: 'write',
    input: z.object({
      parent: object,
      properties: object,
      children: z.array(object).max(100).optional(),
    }),
    output: Page,
    run: (client: NotionClient, input) => client.createPage(input),
  }),
  'pages.update': operation({
    title: 'Change a page',
    about: 'Sets properties of a page, or puts it into the bin.',
    effect: 'write',
    input: z.object({ page: id, properties: object.optional(), archived: z.boolean().optional() }),
    output: Page,
    run: (client: NotionClient, { page, ...change }) => client.updatePage(page, change),
  }),
  'blocks.list': operation({
    title: 'Content',
    about: 'The blocks of a page or of a block, one level deep.',
    effect: 'read',
    input: z.object({ block: id, ...paging }),
    output: Things,
    run: (client: NotionClient, { block, ...page }) => client.blocks(block, page),
  }),
  'blocks.append': operation({
    title: 'Append content',
    about: 'Puts blocks at the end of a page or block.',
    effect: 'write',
    input: z.object({ block: id, children: z.array(object).min(1).max(100) }),
    output: Things,
    run: (client: NotionClient, { block, children }) => client.appendBlocks(block, children),
  }),
  'data-sources.query': operation({
    title: 'Query a data source',
    about: 'Rows of a data source (of a database before API version 2025-09-03).',
    effect: 'read',
    input: z.object({
      source: id,
      filter: object.optional(),
      sorts: z.array(object).optional(),
      ...paging,
    }),
    output: Things,
    run: (client: NotionClient, { source, ...query }) => client.query(source, query),
  }),
  'users.list': operation({
    title: 'People',
    about: 'People and bots of the workspace.',
    effect: 'read',
    input: z.object(paging),
    output: Users,
    run: (client: NotionClient, page) => client.users(page),
  }),
};
