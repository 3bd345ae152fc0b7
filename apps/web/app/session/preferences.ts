/** How this browser wants the pages, kept in a cookie so that the server renders them right at once. */
export type Preferences = { theme: 'light' | 'dark' | 'system'; rail: 'wide' | 'narrow' };
