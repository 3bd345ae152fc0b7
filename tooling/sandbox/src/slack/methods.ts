import type { Caller } from '../oauth/caller.ts';
import { type SlackWorkspace, slackIds } from './data.ts';
import { isOrganization, numberOf } from './oauth.ts';

export type SlackCall = {
  caller: Caller;
  space: SlackWorkspace;
  args: Record<string, unknown>;
  now: number;
  serial(): number;
};
type Answer = Record<string, unknown>;
type Method = { scopes: string[]; answer(call: SlackCall): Answer };

const refused = (error: string): Answer => ({ ok: false, error });

/** The Web API methods that the sandbox plays; `scopes` are those of which one is enough. */
export const methods: Record<string, Method> = {
  'auth.test': { scopes: [], answer: authTest },
  'chat.postMessage': { scopes: ['chat:write'], answer: postMessage },
  'conversations.list': {
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    answer: listConversations,
  },
  'conversations.join': { scopes: ['channels:join'], answer: join },
  'team.info': { scopes: ['team:read'], answer: ({ space }) => ({ ok: true, team: space.team }) },
  'users.list': { scopes: ['users:read'], answer: listUsers },
  'users.info': {
    scopes: ['users:read'],
    answer: (call) => oneUser(call, ({ id }) => id === call.args.user, 'user_not_found'),
  },
  'users.lookupByEmail': {
    scopes: ['users:read.email'],
    answer: (call) =>
      oneUser(call, ({ profile }) => profile.email === call.args.email, 'users_not_found'),
  },
};

function authTest({ caller, space, now }: SlackCall): Answer {
  const number = numberOf(caller.account.key);
  const isGrid = isOrganization(caller.account.key);
  const left =
    caller.endsAt === null ? {} : { expires_in: Math.floor((caller.endsAt - now) / 1000) };
  return {
    ok: true,
    url: space.team.url,
    team: isGrid ? caller.account.name : space.team.name,
    user: 'patchbay',
    team_id: isGrid ? slackIds.enterprise(number) : space.team.id,
    user_id: slackIds.botUser(number),
    bot_id: slackIds.bot(number),
    app_id: slackIds.app(1),
    app_name: 'Patchbay demo',
    is_enterprise_install: isGrid,
    ...(isGrid ? { enterprise_id: slackIds.enterprise(number) } : {}),
    ...left,
  };
}

const channelOf = ({ space, args }: SlackCall) =>
  space.channels.find(({ id, name }) => id === args.channel || `#${name}` === args.channel);

function postMessage(call: SlackCall): Answer {
  const { args, caller, now } = call;
  const channel = channelOf(call);
  if (!channel || channel.is_private) return refused('channel_not_found');
  if (channel.is_archived) return refused('is_archived');
  if (!channel.is_member && !caller.scopes.includes('chat:write.public'))
    return refused('not_in_channel');
  if (!args.text && !args.blocks) return refused('no_text');
  if (typeof args.text === 'string' && args.text.length > 40_000) return refused('msg_too_long');
  const ts = `${Math.floor(now / 1000)}.${String(call.serial() % 1_000_000).padStart(6, '0')}`;
  const number = numberOf(caller.account.key);
  const message = {
    type: 'message',
    text: args.text ?? '',
    ts,
    user: slackIds.botUser(number),
    bot_id: slackIds.bot(number),
    ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
    ...(args.blocks ? { blocks: args.blocks } : {}),
  };
  return { ok: true, channel: channel.id, ts, message };
}

function listConversations({ space, args, caller }: SlackCall): Answer {
  const types = String(args.types ?? 'public_channel').split(',');
  const needed = types.includes('private_channel') ? 'groups:read' : 'channels:read';
  if (!caller.scopes.includes(needed))
    return { ok: false, error: 'missing_scope', needed, provided: caller.scopes.join(',') };
  const skipsArchived = ['true', '1', true].includes(args.exclude_archived as string | boolean);
  const channels = space.channels
    .filter(({ is_private }) => types.includes(is_private ? 'private_channel' : 'public_channel'))
    .filter(({ is_archived }) => !(skipsArchived && is_archived));
  return paged(args, 'channels', channels);
}

function listUsers({ space, args, caller }: SlackCall): Answer {
  return paged(
    args,
    'members',
    space.users.map((user) => shown(user, caller)),
  );
}

function paged(args: Record<string, unknown>, name: string, items: unknown[]): Answer {
  const limit = Math.min(1000, Math.max(1, Number(args.limit ?? 100) || 100));
  const cursor = String(args.cursor ?? '');
  const start = cursor === '' ? 0 : Number(readCursor(cursor));
  if (!Number.isInteger(start) || start < 0) return refused('invalid_cursor');
  const end = start + limit;
  const next_cursor = end < items.length ? Buffer.from(`at:${end}`).toString('base64') : '';
  return { ok: true, [name]: items.slice(start, end), response_metadata: { next_cursor } };
}

const readCursor = (cursor: string): string | undefined =>
  /^at:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1];

type User = SlackWorkspace['users'][number];

/** Without `users:read.email` there is no e-mail address in a profile. */
function shown(user: User, caller: Caller) {
  if (caller.scopes.includes('users:read.email')) return user;
  return { ...user, profile: { real_name: user.profile.real_name } };
}

function oneUser(
  { space, caller }: SlackCall,
  is: (user: User) => boolean,
  missing: string,
): Answer {
  const user = space.users.find(is);
  return user ? { ok: true, user: shown(user, caller) } : refused(missing);
}

function join(call: SlackCall): Answer {
  const channel = channelOf(call);
  if (!channel) return refused('channel_not_found');
  if (channel.is_private) return refused('method_not_supported_for_channel_type');
  if (channel.is_archived) return refused('is_archived');
  const warning = channel.is_member ? { warning: 'already_in_channel' } : {};
  channel.is_member = true;
  return { ok: true, channel, ...warning };
}
