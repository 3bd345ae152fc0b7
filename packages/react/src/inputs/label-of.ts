/** `quotaMiB` reads as "Quota MiB". */
export function labelOf(name: string): string {
  const spaced = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');
  const [first = '', ...rest] = spaced.split(' ');
  const tail = rest.map((word) => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word));
  return [first.charAt(0).toUpperCase() + first.slice(1), ...tail].join(' ');
}
