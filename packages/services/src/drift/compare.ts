import type { AccountStatus, DriftKind } from '@patchbay/db';
import type { RemoteAccount } from '@patchbay/providers';

/** An account as it stands here. */
export type Inside = {
  id: string;
  identifier: string;
  identifierKey: string;
  status: AccountStatus;
  /** Something is under way with it, or was until a moment ago: what the system said may be older. */
  unsettled: boolean;
};

export type Finding = {
  kind: DriftKind;
  identifier: string;
  identifierKey: string;
  accountId: string | null;
  there: 'active' | 'suspended' | null;
  details: RemoteAccount['details'];
  mark: string | null;
};

/**
 * What differs between a system and what stands here. Names in `taken` are somebody else's business: of another
 * organization, or of an offboarding that is not done.
 */
export function compare(
  outside: ReadonlyMap<string, RemoteAccount>,
  inside: readonly Inside[],
  taken: ReadonlySet<string>,
): Finding[] {
  const ours = new Set(inside.map(({ identifierKey }) => identifierKey));
  const unclaimed = [...outside]
    .filter(([key]) => !ours.has(key) && !taken.has(key))
    .map(([key, remote]) => findingOf('unclaimed', key, null, remote));
  const known = inside
    .filter(
      ({ status, unsettled }) => !unsettled && (status === 'active' || status === 'suspended'),
    )
    .flatMap((row): Finding[] => {
      const remote = outside.get(row.identifierKey);
      if (!remote) return [vanishedOf(row)];
      if (remote.state === row.status) return [];
      return [findingOf('differs', row.identifierKey, row.id, remote)];
    });
  return [...unclaimed, ...known];
}

const findingOf = (
  kind: DriftKind,
  identifierKey: string,
  accountId: string | null,
  { identifier, state, details, mark }: RemoteAccount,
): Finding => ({ kind, identifier, identifierKey, accountId, there: state, details, mark });

const vanishedOf = ({ id, identifier, identifierKey }: Inside): Finding => ({
  kind: 'vanished',
  identifier,
  identifierKey,
  accountId: id,
  there: null,
  details: {},
  mark: null,
});
