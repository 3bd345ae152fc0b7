/** Dark enough for white letters (4.5:1) in both themes. */
const tileHexes = ['3F5A73', '5A4F86', '2F6B62', '7A4A63', '6B5A2E', '4A5F3A', '8A4B3C'];

/** The first letters of the first two words: "Syncro MSP" is SM; one word gives its first two. */
export function monogram(name: string): string {
  const [first = '', second] = name.trim().split(/[\s._-]+/);
  const letters = second ? first.charAt(0) + second.charAt(0) : first.slice(0, 2);
  return second ? letters.toUpperCase() : letters.charAt(0).toUpperCase() + letters.slice(1);
}

/** The same tile for the same name, always. */
export function monogramHex(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return tileHexes[sum % tileHexes.length] ?? '3F5A73';
}
