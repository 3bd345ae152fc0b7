import { Hono } from 'hono';
import { discordRoutes } from './discord/routes.ts';
import { linkedinApi, linkedinSite } from './linkedin/routes.ts';
import { mailcowRoutes } from './mailcow/routes.ts';
import { msp360Routes } from './msp360/routes.ts';
import { notionRoutes } from './notion/routes.ts';
import { pylonRoutes } from './pylon/routes.ts';
import { redditApi, redditSite } from './reddit/routes.ts';
import { slackRoutes } from './slack/routes.ts';
import type { Stage } from './stage.ts';
import { syncroRoutes } from './syncro/routes.ts';
import { wordpressRoutes } from './wordpress/routes.ts';

/** Host patterns as `createHttp`'s rewrites take them, and what a person reads about each. */
export const playedHosts = {
  '*.syncromsp.com': 'Syncro: tickets, customers, assets and alerts, by API token.',
  'api.mspbackups.com': 'MSP360 Managed Backup: companies, users and plans, by login.',
  'www.reddit.com': 'Reddit: the consent page and its tokens.',
  'oauth.reddit.com': 'Reddit: who you are, subreddits, posting and the inbox.',
  'api.notion.com': 'Notion: consent page, pages, blocks, search; by OAuth or an internal token.',
  'www.linkedin.com': 'LinkedIn: the consent page and its tokens.',
  'api.linkedin.com': 'LinkedIn: the member, and publishing posts.',
  'slack.com': 'Slack: consent page, messages, channels, people; by OAuth or a bot token.',
  'discord.com': 'Discord: consent page, servers, members, messages; by OAuth and a bot token.',
  'api.usepylon.com': 'Pylon in the United States: issues, accounts and contacts, by API token.',
  'api.eu.usepylon.com': 'Pylon in the European Union.',
  '*.wordpress-sandbox.example':
    'WordPress sites: posts and users, by application password, with the page that hands one out.',
  '*.mailcow-sandbox.example': 'Mailcow servers: domains, mailboxes, app passwords, by API key.',
} as const;

/** Every fake below its original host name. */
export function hostRoutes(stage: Stage) {
  const app = new Hono();
  app.route('/:host{[a-z0-9-]+\\.syncromsp\\.com}/api/v1', syncroRoutes(stage.desk));
  app.route('/api.mspbackups.com', msp360Routes(stage.desk));
  app.route('/www.reddit.com', redditSite(stage));
  app.route('/oauth.reddit.com', redditApi(stage));
  app.route('/api.notion.com/v1', notionRoutes(stage));
  app.route('/www.linkedin.com/oauth', linkedinSite(stage));
  app.route('/api.linkedin.com', linkedinApi(stage));
  app.route('/slack.com', slackRoutes(stage));
  app.route('/discord.com', discordRoutes(stage));
  app.route('/api.usepylon.com', pylonRoutes(stage, 'us'));
  app.route('/api.eu.usepylon.com', pylonRoutes(stage, 'eu'));
  app.route('/:host{[a-z0-9-]+\\.wordpress-sandbox\\.example}', wordpressRoutes(stage));
  app.route('/:host{[a-z0-9-]+\\.mailcow-sandbox\\.example}/api/v1', mailcowRoutes(stage));
  return app;
}
