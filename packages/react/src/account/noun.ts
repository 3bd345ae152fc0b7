/** A noun inside a sentence: `Mailbox` becomes `mailbox`, `XMPP account` stays. */
export const inSentence = (noun: string): string =>
  /^[A-Z][a-z]/.test(noun) ? noun.charAt(0).toLowerCase() + noun.slice(1) : noun;
