import { z } from 'zod';
import type { Chat } from '../../kit/chat.ts';
import { Channel } from './client.ts';

const Channels = z.object({ items: z.array(Channel) });

export const slackChat: Chat = {
  list: {
    operation: 'channels.list',
    input: { limit: 200, exclude_archived: true, types: 'public_channel,private_channel' },
    read: (output) =>
      Channels.parse(output).items.map(({ id, name }) => ({ id, name: `#${name ?? id}` })),
  },
  post: {
    operation: 'messages.post',
    // Slack has no way to name a message ahead.
    once: false,
    input: (channel, { title, lines, link }) => ({
      channel,
      text: [`*${plain(title)}*`, ...lines.map(plain), `<${link}|Open in Patchbay>`].join('\n'),
    }),
  },
};

/** These three characters control Slack's markup (docs.slack.dev/messaging/formatting-message-text). */
const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
