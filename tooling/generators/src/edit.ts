import { GeneratorError } from './names.ts';

/** Puts lines after the last import; the formatter sorts them. */
export function addImport(text: string, line: string): string {
  const last = [...text.matchAll(/^import [^;]*;$/gms)].at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length + 1;
  return `${text.slice(0, at)}${line}\n${text.slice(at)}`;
}

export const addLine = (text: string, line: string): string => `${text.trimEnd()}\n${line}\n`;

/** Adds an item before the bracket that closes what `opening` opens: a list, an object, a call. */
export function addItem(text: string, opening: string, item: string): string {
  const start = text.indexOf(opening);
  if (start === -1) throw moved(opening);
  const open = start + opening.length - 1;
  const close = closingOf(text, open);
  const inside = text.slice(open + 1, close).trimEnd();
  const comma = inside === '' || inside.endsWith(',') ? '' : ',';
  return `${text.slice(0, open + 1)}${inside}${comma}\n${item}\n${text.slice(close)}`;
}

export function insertBefore(text: string, anchor: string, addition: string): string {
  const at = text.lastIndexOf(anchor);
  if (at === -1) throw moved(anchor);
  return `${text.slice(0, at)}${addition}${text.slice(at)}`;
}

function closingOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if ('([{'.includes(text.charAt(at))) depth += 1;
    if (')]}'.includes(text.charAt(at))) depth -= 1;
    if (depth === 0) return at;
  }
  throw moved(text.slice(open, open + 20));
}

const moved = (anchor: string): GeneratorError =>
  new GeneratorError(`The generator no longer fits the code: it looked for "${anchor}".`);
