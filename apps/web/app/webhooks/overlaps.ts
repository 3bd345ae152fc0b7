/** For how long an earlier secret counts beside the new one. */
export const overlaps = [
  { value: '1', label: 'One hour' },
  { value: '24', label: 'One day' },
  { value: '168', label: 'One week' },
  { value: '0', label: 'Not at all: it ends now' },
];
