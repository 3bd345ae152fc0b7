import type { CallTimings } from '@patchbay/services/schemas';

/** What came of running something. `unsure`: it would change something, and nobody said yes yet. */
export type RunAnswer =
  | { outcome: 'unsure' }
  | {
      outcome: 'done';
      correlationId: string;
      tookMs: number;
      shown: Shown | null;
      reply?: HttpReply | undefined;
    }
  | {
      outcome: 'failed';
      correlationId: string;
      code: string | null;
      message: string;
      shown: Shown | null;
      httpStatus: number | null;
      timings: CallTimings | null;
    };

/** The answer as text for people. */
export type Shown = { text: string; cut: boolean };

export type HttpReply = {
  httpStatus: number;
  timings: CallTimings;
  headers: { name: string; value: string }[];
};

type Exchange = {
  httpStatus: number | null;
  timings: CallTimings;
  headers: Record<string, string | string[]>;
};

/** What to show of the exchange itself; nothing when there was none. */
export function replyOf({ httpStatus, timings, headers }: Exchange): HttpReply | undefined {
  if (httpStatus === null) return undefined;
  const listed = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map((one) => ({ name, value: one })),
  );
  return { httpStatus, timings, headers: listed };
}

/** A page is no place for megabytes; the record of the request and the proxy have the rest. */
const longest = 100_000;

export function shownOf(value: unknown): Shown | null {
  if (value === undefined || value === null || value === '') return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return { text: text.slice(0, longest), cut: text.length > longest };
}
