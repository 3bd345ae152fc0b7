import { Banner, ButtonLink } from '@patchbay/ui';
import { errorWords } from './error-words.ts';

type Failed = {
  status: 'ok' | 'error' | 'canceled';
  httpStatus: number | null;
  errorCode: string | null;
  errorMessage: string | null;
};

type CallFaultProps = {
  call: Failed;
  /** The integration's page. */
  integration: string;
};

/** Why it failed, what that means, and the next step. */
export function CallFault({ call, integration }: CallFaultProps) {
  if (call.status === 'ok') return null;
  const words = errorWords(call.errorCode ?? (call.httpStatus ? 'provider' : 'internal'));
  const { to } = words ?? {};
  const href = to && (to.tab === 'overview' ? integration : `${integration}/${to.tab}`);
  return (
    <Banner
      tone={call.status === 'canceled' ? 'calm' : 'bad'}
      title={call.errorMessage ?? words?.title ?? 'It failed'}
      actions={
        href && (
          <ButtonLink size="sm" href={href}>
            {to?.label}
          </ButtonLink>
        )
      }
    >
      {words?.next}
    </Banner>
  );
}
