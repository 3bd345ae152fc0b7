import type { RouterOutputs } from '@patchbay/trpc';
import { Banner, CopyButton } from '@patchbay/ui';

/** What recomputing every hash has shown. The head can be noted elsewhere, to notice a cut-off end later. */
export function ChainBanner({ chain }: { chain: RouterOutputs['audit']['verify'] }) {
  const { intact, rows, brokenAt, head } = chain;
  if (!intact)
    return (
      <Banner tone="bad" role="alert" title={`The chain is broken at entry ${brokenAt}`}>
        This entry does not follow from the one before it: one of them was changed or removed in the
        database. Entries before it are as they were written. Keep a copy of the database and ask
        who can write to it.
      </Banner>
    );
  return (
    <Banner
      tone="ok"
      role="status"
      title={`Intact: ${rows === 1 ? '1 entry' : `${rows} entries`}, each following from the one before`}
      actions={<CopyButton text={head} what="the newest hash" wide />}
    >
      Newest hash <code className="font-mono">{head.slice(0, 16)}…</code> Note it elsewhere to
      notice later that newer entries were cut off.
    </Banner>
  );
}
