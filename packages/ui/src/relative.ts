const units = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const words = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });

/** The distance between two moments in its largest unit, the past cut down and the future rounded; below a minute it is "just now" or "in a moment". */
export function relative(at: Date, now: number): string {
  const seconds = (at.getTime() - now) / 1000;
  const unit = units.find(([, length]) => Math.abs(seconds) >= length);
  if (unit === undefined) return seconds > 10 ? 'in a moment' : 'just now';
  const count = seconds / unit[1];
  return words.format(count < 0 ? Math.trunc(count) : Math.round(count), unit[0]);
}
