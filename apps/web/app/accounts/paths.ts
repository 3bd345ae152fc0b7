export const accountsPath = (org: string): string => `/o/${org}/accounts`;

export const personPath = (org: string, memberId: string, search = ''): string =>
  `${accountsPath(org)}/people/${memberId}${search}`;

export const bulkPath = (org: string, bulkId: string): string =>
  `${accountsPath(org)}/bulks/${bulkId}`;

/** The id of a person's link in the grid, so that a drawer can give the focus back to it. */
export const personRowId = (memberId: string): string => `person-${memberId}`;
