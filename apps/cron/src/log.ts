import { redact } from '@patchbay/core';
import { describeError } from '@patchbay/jobs';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** `error` is described without statements or values; everything else has to be free of secrets already. */
export type LogFields = { error?: unknown } & Record<string, unknown>;
export type Log = Record<LogLevel, (event: string, fields?: LogFields) => void>;

/** One JSON object a line: `time`, `level`, `event`, then the fields. */
export function createLog(least: LogLevel, write: (line: string) => void): Log {
  const at =
    (level: LogLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (logLevels.indexOf(level) < logLevels.indexOf(least)) return;
      const { error, ...rest } = fields;
      const described = error === undefined ? {} : { error: describeError(error) };
      const line = { time: new Date().toISOString(), level, event, ...redact(rest), ...described };
      write(JSON.stringify(line));
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Says the same thing at most once in `everyMs`: an outage is one message, not one for every query. */
export function once(everyMs: number, say: (key: string, error: unknown) => void) {
  const said = new Map<string, number>();
  return (error: unknown) => {
    const { name, message, code } = describeError(error);
    const key = code ?? `${name} ${message.slice(0, 40)}`;
    const now = Date.now();
    if (now - (said.get(key) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    said.set(key, now);
    say(key, error);
  };
}
