export type IntegrationTab = 'configuration' | 'health' | 'audit' | 'rename' | 'remove';

export const integrationsPath = (org: string): string => `/o/${org}/integrations`;

export const integrationPath = (org: string, provider: string, tab?: IntegrationTab): string =>
  `/o/${org}/integrations/${provider}${tab ? `/${tab}` : ''}`;

/** Where a form posts to; each of them changes one thing. */
export const actPath = (org: string, provider: string, act: 'test' | 'enabled'): string =>
  `/o/${org}/integrations/${provider}/${act}`;
