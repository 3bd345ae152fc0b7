import { chance } from '../chance.ts';
import { companyName, firstNames, lastNames } from '../names.ts';

const code = (letter: string, number: number, index = 0): string =>
  `${letter}${(36 ** 7 + number * 1_000 + index).toString(36).toUpperCase()}`;

export const slackIds = {
  team: (number: number) => code('T', number),
  enterprise: (number: number) => code('E', number),
  app: (number: number) => code('A', number),
  botUser: (number: number) => code('U', number, 999),
  bot: (number: number) => code('B', number, 999),
};

export const slackTeam = (number: number) => {
  const name = companyName(number * 3);
  const domain = name.toLowerCase().replaceAll(' ', '-');
  return {
    id: slackIds.team(number),
    name,
    domain,
    email_domain: `${domain}.example`,
    icon: { image_34: 'https://a.slack-edge.com/sandbox-34.png', image_default: true },
    url: `https://${domain}.slack.com/`,
  };
};

const channelNames = [
  'general',
  'random',
  'alerts',
  'helpdesk',
  'deploys',
  'onboarding',
  'board',
] as const;

/** `board` is private; the bot is in every channel but `random`, `deploys` and `board`. */
export function slackChannels(number: number) {
  const named = channelNames.map((name, index) => ({ name: name as string, index }));
  const more = Array.from({ length: 18 }, (_, index) => ({
    name: `project-${String(index + 1).padStart(2, '0')}`,
    index: index + channelNames.length,
  }));
  return [...named, ...more].map(({ name, index }) => ({
    id: code('C', number, index),
    name,
    is_channel: true,
    is_private: name === 'board',
    is_archived: name === 'project-18',
    is_general: name === 'general',
    is_member: !['random', 'deploys', 'board'].includes(name),
    num_members: 3 + ((number + index) % 20),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: `About ${name}`, creator: '', last_set: 0 },
  }));
}

export function slackUsers(number: number) {
  const draw = chance(number * 977 + 11);
  const { email_domain, id: team_id } = slackTeam(number);
  return Array.from({ length: 8 }, (_, index) => {
    const first = draw.pick(firstNames);
    const real_name = `${first} ${draw.pick(lastNames)}`;
    return {
      id: code('U', number, index),
      team_id,
      name: `${first.toLowerCase()}${index}`,
      real_name,
      deleted: index === 7,
      is_bot: false,
      is_admin: index === 0,
      profile: { real_name, email: `${first.toLowerCase()}${index}@${email_domain}` },
    };
  });
}

export const slackWorkspace = (number: number) => ({
  team: slackTeam(number),
  channels: slackChannels(number),
  users: slackUsers(number),
});
export type SlackWorkspace = ReturnType<typeof slackWorkspace>;
