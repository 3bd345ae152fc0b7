import type { AccountView } from '@patchbay/services/schemas';
import { Badge, Spinner, type Tone } from '@patchbay/ui';
import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleSlash,
  type LucideIcon,
  RotateCw,
} from 'lucide-react';

/** What decides how the state of an account is shown. */
export type AccountStanding = Pick<AccountView, 'status'> & {
  operation: Pick<NonNullable<AccountView['operation']>, 'kind' | 'trouble' | 'failed'> | null;
};

type Look = { word: string; tone: Tone; icon: LucideIcon | null };

const underWay: Record<NonNullable<AccountStanding['operation']>['kind'], string> = {
  create: 'Being created',
  undo: 'Being undone',
  suspend: 'Being suspended',
  resume: 'Being resumed',
  reset_secret: 'Being reset',
  update: 'Being changed',
  remove: 'Being removed',
};

const settled: Record<AccountStanding['status'], Look> = {
  provisioning: { word: 'Being created', tone: 'calm', icon: null },
  active: { word: 'Active', tone: 'ok', icon: CircleCheck },
  suspended: { word: 'Suspended', tone: 'warn', icon: CirclePause },
  deleted: { word: 'Closed', tone: 'calm', icon: CircleSlash },
};

/** Word, colour and icon; the icon is null while something runs and a spinner stands for it. */
export function accountLook({ status, operation }: AccountStanding): Look {
  if (operation === null) return settled[status];
  if (operation.failed) return { word: 'Failed', tone: 'bad', icon: CircleAlert };
  if (operation.trouble !== null) return { word: 'Retrying', tone: 'warn', icon: RotateCw };
  return { word: underWay[operation.kind], tone: 'calm', icon: null };
}

export function AccountState({ account }: { account: AccountStanding }) {
  const { word, tone, icon: Icon } = accountLook(account);
  return (
    <Badge tone={tone} icon={Icon ? <Icon aria-hidden /> : <Spinner />}>
      {word}
    </Badge>
  );
}
