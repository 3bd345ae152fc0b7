import { daysBefore } from '../chance.ts';
import { companyName } from '../names.ts';
import { inFours, writePassword } from './passwords.ts';

export const wordpressHost = 'blog.wordpress-sandbox.example';
/** Every account's normal password; the REST API refuses it. */
export const wordpressPassword = 'sandbox-password';

export const demoApplicationPassword = inFours(writePassword(wordpressHost, 'admin', 'demo'));

export type WpUser = { id: number; username: string; name: string; email: string; roles: string[] };
export type WpPost = {
  id: number;
  title: string;
  content: string;
  status: string;
  date: string;
  author: number;
};
export type WpPassword = {
  uuid: string;
  app_id: string;
  name: string;
  created: string;
  login: string;
};

const titles = [
  'We moved office',
  'Holiday hours',
  'A new face on the help desk',
  'Why backups fail',
  'Winter maintenance',
] as const;

/** A site of its own for every host name. */
export function wordpressSite(host: string) {
  const number = [...host].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 97, 7);
  const user = (id: number, username: string, role: string): WpUser => ({
    id,
    username,
    name: username.charAt(0).toUpperCase() + username.slice(1),
    email: `${username}@${host}`,
    roles: [role],
  });
  return {
    host,
    name: companyName(number),
    users: [
      user(1, 'admin', 'administrator'),
      user(2, 'editor', 'editor'),
      user(3, 'reader', 'subscriber'),
    ],
    posts: Array.from(
      { length: 23 },
      (_, index): WpPost => ({
        id: 100 - index,
        title: titles[index % titles.length] ?? '',
        content: '<p>Written for the sandbox.</p>',
        status: index === 4 ? 'draft' : 'publish',
        date: daysBefore(index * 3).slice(0, 19),
        author: 1 + (index % 2),
      }),
    ),
    /** Application passwords that the site remembers by name, and those that were taken back. */
    passwords: [] as WpPassword[],
    revoked: new Set<string>(),
    nextId: 200,
  };
}
export type WordpressSite = ReturnType<typeof wordpressSite>;
