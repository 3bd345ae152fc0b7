/** One name in the spellings that code needs; made of a kebab-case word. */
export type Names = { kebab: string; camel: string; pascal: string; words: string };

const shape = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function namesOf(kebab: string): Names {
  if (!shape.test(kebab))
    throw new GeneratorError(`"${kebab}" is not kebab-case, such as nightly-report`);
  const parts = kebab.split('-');
  const pascal = parts.map(capital).join('');
  return {
    kebab,
    pascal,
    camel: `${pascal.charAt(0).toLowerCase()}${pascal.slice(1)}`,
    words: capital(parts.join(' ')),
  };
}

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** The request cannot be carried out; the message says what to do instead. */
export class GeneratorError extends Error {}
