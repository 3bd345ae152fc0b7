/** `quotaMiB` reads as "Quota MiB". */
export function labelOf(name: string): string {
  const spaced = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/\b([KMGT]i) B\b/g, '$1B')
    .replace(/[_-]+/g, ' ');
  const [first = '', ...rest] = spaced.split(' ');
  const tail = rest.map((word) =>
    /^[A-Z][a-z]+$/.test(word) && word.length > 1 ? word.toLowerCase() : word,
  );
  return [first.charAt(0).toUpperCase() + first.slice(1), ...tail].join(' ');
}
