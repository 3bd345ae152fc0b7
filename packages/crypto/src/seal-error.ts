const messages = {
  cannot_open: 'A sealed value could not be opened',
  unknown_key: 'A sealed value needs a key that is not in the key ring',
  bad_format: 'A text is not in the form of a sealed value',
} as const;

export type SealErrorCode = keyof typeof messages;

/**
 * Something sealed did not open. `cannot_open`: wrong key, wrong place or changed bytes, which are
 * deliberately one answer. `unknown_key`: written under a key-encryption key that the ring lacks.
 * `bad_format`: not written by this package. It takes no message and no cause, so nothing can leak.
 */
export class SealError extends Error {
  readonly code: SealErrorCode;

  constructor(code: SealErrorCode) {
    super(messages[code]);
    this.name = 'SealError';
    this.code = code;
  }
}

export const isSealError = (error: unknown): error is SealError => error instanceof SealError;
