import type { Orm } from '@patchbay/db';
import { sql } from 'kysely';
import { type LogRow, toLogRow } from './log-row.ts';
import type { CallRecord } from './record.ts';

export type LogBuffer = {
  add(record: CallRecord): void;
  /** Writes everything that waits. */
  flush(): Promise<void>;
  close(): Promise<void>;
  counts(): { waiting: number; written: number; dropped: number };
};

/** What a process that is killed loses at most: this much time, or this many rows. */
const flushEveryMs = 250;
const batchRows = 500;
/** Rows that may wait while the database is away or slow; with 8 KiB of bodies each they take 80 MB at most. */
const longestQueue = 10_000;

/**
 * Keeps finished calls and writes them in batches, one batch at a time, beside the calls. When the database cannot
 * keep up, new rows are dropped and counted: a log must not stop what it is about.
 */
export function createLogBuffer(orm: Orm, onError: (error: unknown) => void): LogBuffer {
  const waiting: CallRecord[] = [];
  let written = 0;
  let dropped = 0;
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let isClosed = false;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const records = waiting.splice(0, batchRows);
      try {
        written += await insertRows(orm, records.map(toLogRow));
      } catch (error) {
        // The batch is gone rather than tried for ever: what broke it would break the next one as well.
        dropped += records.length;
        onError(error);
      }
    }
  };
  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing ??= write().finally(() => {
      writing = null;
    });
    return writing;
  };

  return {
    add(record) {
      if (isClosed || waiting.length >= longestQueue) {
        dropped += 1;
        return;
      }
      waiting.push(record);
      if (writing) return;
      if (waiting.length >= batchRows) void flush();
      else timer ??= setTimeout(() => void flush(), flushEveryMs).unref();
    },
    async flush() {
      await flush();
      if (waiting.length > 0) await flush();
    },
    async close() {
      isClosed = true;
      await this.flush();
    },
    counts: () => ({ waiting: waiting.length, written, dropped }),
  };
}

/** One statement for any number of rows; rows of integrations that are gone by now are left out. */
async function insertRows(orm: Orm, rows: LogRow[]): Promise<number> {
  const inserted = await sql`
    insert into integration_call_logs (id, created_at, organization_id, integration_id, user_id, actor, provider,
      method, endpoint, status, http_status, latency_ms, queue_ms, connect_ms, upstream_ms, overhead_ms,
      correlation_id, request_truncated, response_truncated, error_code, error_message)
    select v.* from json_to_recordset(${JSON.stringify(rows)}::json) as v(id uuid, created_at timestamptz,
      organization_id uuid, integration_id uuid, user_id uuid, actor jsonb, provider text, method text,
      endpoint text, status text, http_status int, latency_ms real, queue_ms real, connect_ms real,
      upstream_ms real, overhead_ms real, correlation_id text, request_truncated text, response_truncated text,
      error_code text, error_message text)
    where exists (select 1 from integration_configs c
      where c.id = v.integration_id and c.organization_id = v.organization_id)`.execute(
    orm.em.fork().getKysely(),
  );
  return Number(inserted.numAffectedRows ?? 0);
}
