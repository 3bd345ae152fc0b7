export const ranges = [
  { hours: 24, label: '24 h', title: 'Last 24 hours' },
  { hours: 168, label: '7 days', title: 'Last 7 days' },
  { hours: 720, label: '30 days', title: 'Last 30 days' },
] as const;

export const readRange = (search: URLSearchParams) =>
  ranges.find(({ hours }) => String(hours) === search.get('hours')) ?? ranges[0];
