import { Hono } from 'hono';
import type { WpPost } from './data.ts';
import { bodyOf, failure, paged, trimmed, type WpContext, type WpEnv } from './replies.ts';

const editors = ['administrator', 'editor', 'author'];
const mayEdit = (context: WpContext): boolean =>
  context.var.user?.roles.some((role) => editors.includes(role)) ?? false;

function view(context: WpContext, post: WpPost): object {
  const { host } = context.var.site;
  const rendered = (text: string) => ({ rendered: text });
  return {
    id: post.id,
    date: post.date,
    status: post.status,
    type: 'post',
    link: `https://${host}/?p=${post.id}`,
    title: rendered(post.title),
    content: { ...rendered(post.content), protected: false },
    author: post.author,
  };
}

const refused = (context: WpContext, code: string) =>
  failure(context, context.var.user ? 403 : 401, code, 'Sorry, you are not allowed to do that.');

const unknownPost = (context: WpContext) =>
  failure(context, 404, 'rest_post_invalid_id', 'Invalid post ID.');

const find = (context: WpContext): WpPost | undefined =>
  context.var.site.posts.find(({ id }) => String(id) === context.req.param('id'));

/** `/wp/v2/posts`. */
export function postRoutes() {
  const app = new Hono<WpEnv>();
  app.get('/', (context) => {
    const status = context.req.query('status') ?? 'publish';
    if (status !== 'publish' && !mayEdit(context))
      return failure(context, 400, 'rest_invalid_param', 'Invalid parameter(s): status', {
        params: { status: 'Status is forbidden.' },
      });
    const words = (context.req.query('search') ?? '').toLowerCase();
    const found = context.var.site.posts.filter(
      (post) =>
        (status === 'any' || post.status === status) && post.title.toLowerCase().includes(words),
    );
    return paged(
      context,
      found.map((post) => view(context, post)),
    );
  });
  app.get('/:id{\\d+}', (context) => {
    const post = find(context);
    if (!post) return unknownPost(context);
    if (post.status !== 'publish' && !mayEdit(context)) return refused(context, 'rest_forbidden');
    return context.json(trimmed(context, view(context, post)));
  });
  app.post('/', (context) => create(context));
  app.on(['POST', 'PUT', 'PATCH'], '/:id{\\d+}', async (context) => {
    if (!mayEdit(context)) return refused(context, 'rest_cannot_edit');
    const post = find(context);
    if (!post) return unknownPost(context);
    change(post, await bodyOf(context));
    return context.json(view(context, post));
  });
  app.delete('/:id{\\d+}', (context) => {
    if (!mayEdit(context)) return refused(context, 'rest_cannot_delete');
    const post = find(context);
    if (!post) return unknownPost(context);
    const { site } = context.var;
    if (context.req.query('force') !== 'true') {
      post.status = 'trash';
      return context.json(view(context, post));
    }
    site.posts = site.posts.filter(({ id }) => id !== post.id);
    return context.json({ deleted: true, previous: view(context, post) });
  });
  return app;
}

async function create(context: WpContext): Promise<Response> {
  if (!mayEdit(context)) return refused(context, 'rest_cannot_create');
  const body = await bodyOf(context);
  if (!body.title && !body.content)
    return failure(context, 400, 'empty_content', 'Content, title, and excerpt are empty.');
  const { site, user } = context.var;
  site.nextId += 1;
  const date = new Date().toISOString().slice(0, 19);
  const post = {
    id: site.nextId,
    title: '',
    content: '',
    status: 'draft',
    date,
    author: user?.id ?? 0,
  };
  change(post, body);
  site.posts.unshift(post);
  site.posts.length = Math.min(site.posts.length, 500);
  return context.json(view(context, post), 201);
}

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'raw' in value ? String(value.raw) : String(value);

function change(post: WpPost, body: Record<string, unknown>): void {
  if (body.title !== undefined) post.title = textOf(body.title);
  if (body.content !== undefined) post.content = textOf(body.content);
  if (body.status !== undefined) post.status = String(body.status);
}
