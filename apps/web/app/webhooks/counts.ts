const format = new Intl.NumberFormat('en-GB');

export const count = (number: number): string => format.format(number);

export const plural = (number: number, one: string, many = `${one}s`): string =>
  `${count(number)} ${number === 1 ? one : many}`;

export function bytes(size: number): string {
  if (size < 1_000) return `${size} B`;
  return size < 1_000_000 ? `${(size / 1_000).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
}
