import { channelNames, channelObject, membersOf, userObject, users } from './data.ts';

type Params = Record<string, unknown>;
export type RpcError = { code: number; message: string };
type Outcome = { result: unknown } | { error: RpcError };

const failure = (code: number, message: string): { error: RpcError } => ({
  error: { code, message },
});
const isObject = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The class `read-only` may look and not touch. */
const forbidden = new Set(['user.kill', 'user.set_nick', 'channel.kick', 'server_ban.add']);

const methods: Record<string, (params: Params) => Outcome> = {
  'rpc.info': () => ({
    result: { methods: Object.fromEntries(Object.keys(methods).map((name) => [name, { name }])) },
  }),
  'stats.get': () => ({
    result: {
      server: { total: 2, ulined: 1 },
      user: { total: users.length, ulined: 4, oper: 0, record: 12 },
      channel: { total: channelNames.length },
      server_ban: { total: 0 },
    },
  }),
  'user.list': (params) => {
    const level = detailOf(params, 2);
    if (level === null) return badDetail;
    return { result: { list: users.map((user) => userObject(user, level)) } };
  },
  'user.get': (params) => {
    const level = detailOf(params, 4);
    if (level === null) return badDetail;
    const { nick } = params;
    if (typeof nick !== 'string') return failure(-32602, "Missing parameter: 'nick'");
    const found = users.find((user) => user.nick.toLowerCase() === nick.toLowerCase());
    if (!found) return failure(-1000, 'Nickname not found');
    return { result: { client: userObject(found, level) } };
  },
  'channel.list': () => ({ result: { list: channelNames.map(channelObject) } }),
  'channel.get': ({ channel }) => {
    if (typeof channel !== 'string') return failure(-32602, "Missing parameter: 'channel'");
    const name = channelNames.find((each) => each === channel.toLowerCase());
    if (!name) return failure(-1000, 'Channel not found');
    const members = membersOf(name).map(({ nick, id }) => ({ name: nick, id, level: '' }));
    return {
      result: { channel: { ...channelObject(name), bans: [], invite_exceptions: [], members } },
    };
  },
};

function detailOf({ object_detail_level: level = null }: Params, usual: number): number | null {
  if (level === null) return usual;
  return typeof level === 'number' && [0, 1, 2, 4].includes(level) ? level : null;
}
const badDetail = failure(-32602, "Invalid parameter: 'object_detail_level'");

const isId = (id: unknown): id is string | number =>
  Number.isInteger(id) || (typeof id === 'string' && id.length <= 32);
/** Whatever is longer or holds a line break would not fit into a line of IRC. */
const isSendable = (value: unknown): boolean => {
  if (typeof value === 'string') return value.length <= 510 && !/[\r\n]/.test(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isSendable);
};

/** One call of JSON-RPC 2.0, as UnrealIRCd 6 answers it. */
export function answerRpc(body: string): Record<string, unknown> {
  const request = parsed(body);
  if (request === undefined) return reply(null, failure(-32700, 'Unable to parse JSON data'));
  if (!isObject(request)) return reply(null, failure(-32600, 'JSON is valid but is not an object'));
  const { jsonrpc, id, method, params = {} } = request;
  if (!isId(id)) return reply(null, failure(-32600, "Missing or invalid 'id'"));
  if (jsonrpc !== '2.0')
    return reply(id, failure(-32600, 'Only JSON-RPC version 2.0 is supported'));
  if (typeof method !== 'string') return reply(id, failure(-32600, "Missing 'method'"));
  if (!isObject(params)) return reply(id, failure(-32600, "Invalid 'params'"));
  if (!isSendable(params)) return reply(id, failure(-32600, 'A string is too long or has CR/LF'));
  if (forbidden.has(method)) return reply(id, failure(-32000, 'API access denied'));
  const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
  return { method, ...reply(id, run ? run(params) : failure(-32601, 'Unsupported method')) };
}

const reply = (id: string | number | null, outcome: Outcome) => ({
  jsonrpc: '2.0',
  id,
  ...outcome,
});

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
