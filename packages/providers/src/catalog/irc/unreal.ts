import { z } from 'zod';
import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import { type TroubleKind, troubleError } from '../../kit/trouble.ts';

// UnrealIRCd 6, https://www.unrealircd.org/docs/JSON-RPC; fields that are not shown are left out.
const User = z.object({
  name: z.string(),
  id: z.string(),
  hostname: z.string().optional(),
  ip: z.string().nullish(),
  connected_since: z.string().optional(),
  idle_since: z.string().optional(),
  user: z
    .object({
      realname: z.string().optional(),
      servername: z.string().optional(),
      account: z.string().optional(),
      modes: z.string().optional(),
      channels: z.array(z.object({ name: z.string() })).optional(),
    })
    .optional(),
});
const Channel = z.object({
  name: z.string(),
  creation_time: z.string().optional(),
  num_users: z.number().optional(),
  topic: z.string().optional(),
  modes: z.string().optional(),
});
const Member = z.object({ name: z.string(), id: z.string(), level: z.string().optional() });
const Reply = z.object({
  result: z.unknown().optional(),
  error: z.object({ code: z.number() }).optional(),
});
const Stats = z.object({
  user: z.object({ total: z.number() }),
  channel: z.object({ total: z.number() }),
});

const troubles: Record<number, [code: string, what: TroubleKind, hint: string]> = {
  [-32601]: ['no_method', 'misconfigured', 'This UnrealIRCd does not know the call'],
  [-32602]: ['bad_params', 'invalid_request', 'UnrealIRCd does not take what was sent'],
  [-32000]: ['denied', 'forbidden', 'The rpc-class of this user does not allow the call'],
  [-32001]: ['server_gone', 'provider', 'The IRC server that would know has left the network'],
  [-32002]: ['timeout', 'provider', 'The IRC server that would know did not answer'],
  [-32003]: ['no_remote_rpc', 'provider', 'The IRC server that would know answers no calls'],
  [-1000]: ['not_found', 'not_found', 'There is nobody and nothing of this name on IRC'],
  [-1002]: ['bad_name', 'invalid_request', 'This name cannot exist on IRC'],
  [-1005]: ['denied', 'forbidden', 'UnrealIRCd denied the call'],
};

function unrealError(code: number): OutboundError {
  const [name, what, hint] = troubles[code] ?? ['error', 'provider', 'UnrealIRCd refused the call'];
  return troubleError({ what, code: name, hint }, 200);
}

const toUser = ({ name, id, hostname, ip, user, ...times }: z.infer<typeof User>) => ({
  nick: name,
  id,
  host: hostname ?? null,
  ip: ip ?? null,
  realName: user?.realname ?? null,
  server: user?.servername ?? null,
  account: user?.account ?? null,
  modes: user?.modes ?? null,
  channels: user?.channels?.map((channel) => channel.name) ?? null,
  connectedSince: times.connected_since ?? null,
  idleSince: times.idle_since ?? null,
});
const toChannel = (channel: z.infer<typeof Channel>) => ({
  name: channel.name,
  users: channel.num_users ?? null,
  topic: channel.topic ?? null,
  modes: channel.modes ?? null,
  createdAt: channel.creation_time ?? null,
});

/** What admins see of the network: UnrealIRCd's JSON-RPC, which has a host, credentials and a certificate of its own. */
export function unrealClient(api: ApiClient) {
  async function call<Schema extends z.ZodType>(
    method: string,
    schema: Schema,
    params: Record<string, unknown> = {},
  ): Promise<z.infer<Schema>> {
    const json = { jsonrpc: '2.0', id: '1', method, params };
    const reply = await api.json('', Reply, { method: 'POST', json, idempotent: true });
    if (reply.error) throw unrealError(reply.error.code);
    const result = schema.safeParse(reply.result);
    if (result.success) return result.data;
    throw new OutboundError('invalid_response', 'UnrealIRCd answered in an unknown form.');
  }
  const level = { object_detail_level: 2 };

  return {
    stats: () => call('stats.get', Stats),
    async userList() {
      const { list } = await call('user.list', z.object({ list: z.array(User) }), level);
      return list.map(toUser);
    },
    async userGet(nick: string) {
      const params = { nick, object_detail_level: 4 };
      return toUser((await call('user.get', z.object({ client: User }), params)).client);
    },
    async channelList() {
      const { list } = await call('channel.list', z.object({ list: z.array(Channel) }));
      return list.map(toChannel);
    },
    async channelGet(name: string) {
      const schema = z.object({ channel: Channel.extend({ members: z.array(Member).optional() }) });
      const { channel } = await call('channel.get', schema, { channel: name });
      const members = (channel.members ?? []).map(({ name: nick, level: rank }) => ({
        nick,
        level: rank ?? '',
      }));
      return { ...toChannel(channel), members };
    },
  };
}
