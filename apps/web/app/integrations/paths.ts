export type IntegrationTab =
  | 'configuration'
  | 'operations'
  | 'console'
  | 'limits'
  | 'health'
  | 'webhooks'
  | 'audit'
  | 'accounts'
  | 'rename'
  | 'remove'
  | 'disconnect';

export const integrationsPath = (org: string): string => `/o/${org}/integrations`;

export const integrationPath = (org: string, provider: string, tab?: IntegrationTab): string =>
  `/o/${org}/integrations/${provider}${tab ? `/${tab}` : ''}`;

/** Where a form posts to; each of them changes one thing. */
export const actPath = (org: string, provider: string, act: Act): string =>
  `/o/${org}/integrations/${provider}/${act}`;

type Act = 'test' | 'enabled' | 'connect' | 'account';
