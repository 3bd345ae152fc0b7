/** Without letters and digits that are taken for one another. */
const alphabet = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const groups = 4;
const groupLength = 5;
const kinds = [/[a-z]/, /[A-Z]/, /\d/];

/**
 * A one-time secret that a person may have to type: 20 symbols out of 57 (116 bits) in groups of five, such as
 * `kT7pw-…`. Holds a small and a capital letter, a digit and a hyphen, which is what password rules ask for.
 */
export function generatePassword(): string {
  const symbols = drawn(groups * groupLength);
  const parts = Array.from({ length: groups }, (_, at) =>
    symbols.slice(at * groupLength, (at + 1) * groupLength),
  );
  return kinds.every((kind) => kind.test(symbols)) ? parts.join('-') : generatePassword();
}

/** Bytes above the last whole multiple of the alphabet are thrown away, so that no symbol is likelier. */
function drawn(length: number): string {
  const limit = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length)
    for (const byte of crypto.getRandomValues(new Uint8Array(length)))
      if (byte < limit && text.length < length) text += alphabet.charAt(byte % alphabet.length);
  return text;
}
