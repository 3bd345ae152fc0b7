/** People and channels of the fake network. Times are as UnrealIRCd writes them: ISO 8601 with milliseconds. */
export type FakeUser = {
  nick: string;
  id: string;
  realname: string;
  hostname: string;
  ip: string;
  account: string | null;
  channels: string[];
};

const since = '2026-11-02T08:00:00.000Z';

export const users: FakeUser[] = [
  {
    nick: 'ann',
    id: '001AAAAAA',
    realname: 'Ann',
    hostname: 'ann.users.example.org',
    ip: '192.0.2.10',
    account: 'ann',
    channels: ['#help', '#staff'],
  },
  {
    nick: 'Guest7',
    id: '001AAAAAB',
    realname: 'somebody',
    hostname: 'pool-7.isp.example',
    ip: '192.0.2.77',
    account: null,
    channels: ['#help'],
  },
];

const topics: Record<string, string> = { '#help': 'Ask, and wait for an answer' };
export const channelNames = [...new Set(users.flatMap(({ channels }) => channels))];
export const membersOf = (channel: string): FakeUser[] =>
  users.filter(({ channels }) => channels.includes(channel));

/** How much of a user each `object_detail_level` shows; there is no level 3. */
export function userObject(user: FakeUser, level: number) {
  const { nick: name, id, hostname, ip } = user;
  if (level === 0) return { name, id };
  const brief = { name, id, hostname, ip, details: `${name}!${name}@${hostname}` };
  if (level === 1) return brief;
  const { realname, account, channels } = user;
  return {
    ...brief,
    connected_since: since,
    idle_since: since,
    user: {
      username: name.toLowerCase(),
      realname,
      vhost: hostname,
      cloakedhost: hostname,
      servername: 'irc.unreal-sandbox.example',
      ...(account !== null && { account }),
      reputation: 4,
      modes: 'iwx',
      ...(level >= 4 && { channels: channels.map((channel) => ({ name: channel, level: '' })) }),
    },
  };
}

export function channelObject(name: string) {
  const topic = topics[name];
  return {
    name,
    creation_time: since,
    num_users: membersOf(name).length,
    ...(topic !== undefined && { topic }),
    modes: 'nt',
  };
}
