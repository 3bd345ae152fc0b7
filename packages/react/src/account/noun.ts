/** A noun inside a sentence: `Mailbox` becomes `mailbox`, `XMPP account` stays. */
export const inSentence = (noun: string): string =>
  /^[A-Z][a-z]/.test(noun) ? noun.charAt(0).toLowerCase() + noun.slice(1) : noun;

/** "1 mailbox", "4 mailboxes", "2 XMPP accounts". */
export const counted = (count: number, noun: string): string => {
  const word = inSentence(noun);
  if (count === 1) return `1 ${word}`;
  return `${count} ${word}${/(s|x|ch|sh)$/.test(word) ? 'es' : 's'}`;
};
