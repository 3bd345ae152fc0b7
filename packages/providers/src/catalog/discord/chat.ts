import { z } from 'zod';
import type { Chat } from '../../kit/chat.ts';
import { Channel } from './answers.ts';

const Channels = z.object({ items: z.array(Channel) });

/** Channel types that take messages: text and announcements. */
const written = new Set([0, 5]);

export const discordChat: Chat = {
  list: {
    operation: 'channels.list',
    input: {},
    read: (output) =>
      Channels.parse(output)
        .items.filter(({ type }) => written.has(type))
        .map(({ id, name }) => ({ id, name: `#${name ?? id}` })),
  },
  post: {
    operation: 'messages.post',
    once: true,
    input: (channel, { id, title, lines, link }) => ({
      channel,
      content: `${[`**${plain(title)}**`, ...lines.map(plain)].join('\n').slice(0, 1_700)}\n<${link}>`,
      // At most 25 characters.
      nonce: id.replaceAll('-', '').slice(0, 25),
    }),
  },
};

const plain = (text: string): string => text.replace(/([\\*_~`|>#])/g, '\\$1');
