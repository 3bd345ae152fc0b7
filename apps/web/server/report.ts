import { describeError } from '@patchbay/jobs';

/** A line about an unexpected failure: what it was and where, without the values it was about. */
export function reportError(error: unknown, where: string, requestId: string): string {
  const causes = causesOf(error);
  const words = causes.map((cause) => {
    const { name, message, code } = describeError(cause);
    return `${name}${code === undefined ? '' : ` (${code})`}: ${message}`;
  });
  const root = causes.at(-1);
  return [`${requestId} ${where} failed: ${words.join(' <- ')}`, ...framesOf(root)].join('\n');
}

function causesOf(error: unknown, depth = 0): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined || depth === 4 ? [error] : [error, ...causesOf(cause, depth + 1)];
}

/** The places only: the first lines of a stack repeat the message. */
const framesOf = (error: unknown): string[] =>
  error instanceof Error
    ? (error.stack ?? '')
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, 12)
    : [];
