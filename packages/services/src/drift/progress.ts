import { sql } from 'kysely';
import { publish, type Runtime } from '../kernel/index.ts';

type Which = { organizationId: string; provider: string };
type Noting = Pick<Runtime, 'orm' | 'clock'>;
type Progress = {
  state: 'running' | 'done' | 'failed';
  seen: number | null;
  error: string | null;
  isOver: boolean;
};

export const noteStart = (noting: Noting, which: Which): Promise<void> =>
  note(noting, which, { state: 'running', seen: 0, error: null, isOver: false });

export const noteProgress = (noting: Noting, which: Which, seen: number): Promise<void> =>
  note(noting, which, { state: 'running', seen, error: null, isOver: false });

export const noteDone = (noting: Noting, which: Which, seen: number): Promise<void> =>
  note(noting, which, { state: 'done', seen, error: null, isOver: true });

/** What was read until then stays to be seen. */
export const noteFailed = (noting: Noting, which: Which, error: string): Promise<void> =>
  note(noting, which, { state: 'failed', seen: null, error, isOver: true });

/** One row for each system, and a word to whoever watches it move. */
function note(
  { orm, clock }: Noting,
  { organizationId, provider }: Which,
  { state, seen, error, isOver }: Progress,
): Promise<void> {
  const now = clock.now();
  return orm.em.fork().transactional(async (em) => {
    await sql`
      insert into account_drift_checks as held
        (organization_id, provider, state, seen, error, started_at, finished_at)
      values (${organizationId}, ${provider}, ${state}, ${seen ?? 0}, ${error}, ${now},
        ${isOver ? now : null})
      on conflict (organization_id, provider) do update set state = excluded.state,
        seen = coalesce(${seen}::int, held.seen), error = excluded.error,
        started_at = case when held.finished_at is null then held.started_at
          when ${state} = 'running' then excluded.started_at else held.started_at end,
        finished_at = excluded.finished_at`.execute(em.getKysely());
    const subject = { type: 'drift' as const, id: provider };
    await publish(em, { organizationId, type: 'drift_checked', subject });
  });
}
