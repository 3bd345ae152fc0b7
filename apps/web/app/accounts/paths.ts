export const accountsPath = (org: string): string => `/o/${org}/accounts`;

export const personPath = (org: string, memberId: string, search = ''): string =>
  `${accountsPath(org)}/people/${memberId}${search}`;

export const bulkPath = (org: string, bulkId: string): string =>
  `${accountsPath(org)}/bulks/${bulkId}`;

export const ownAccountsPath = (org: string): string => `/o/${org}/my-accounts`;

/** Where bringing one's own account from a provider begins. */
export const consentPath = (org: string, provider: string): string =>
  `${ownAccountsPath(org)}/${provider}/consent`;

/** The id of a person's link in the grid, so that a drawer can give the focus back to it. */
export const personRowId = (memberId: string): string => `person-${memberId}`;
