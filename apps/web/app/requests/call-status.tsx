import { Badge, type Tone } from '@patchbay/ui';
import { Ban, CircleAlert, CircleCheck, CornerUpRight } from 'lucide-react';

type Ended = {
  status: 'ok' | 'error' | 'canceled';
  httpStatus: number | null;
  errorCode: string | null;
};

/** The provider's status, or our own word where there was none. */
export function CallStatus(call: Ended) {
  const { word, tone, icon: Icon } = lookOf(call);
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      <span className="tabular-nums">{word}</span>
    </Badge>
  );
}

function lookOf({ status, httpStatus, errorCode }: Ended): {
  word: string;
  tone: Tone;
  icon: typeof Ban;
} {
  if (status === 'canceled') return { word: 'Canceled', tone: 'calm', icon: Ban };
  const word = httpStatus ? String(httpStatus) : (shortWords[errorCode ?? ''] ?? 'Failed');
  if (status === 'ok' && httpStatus && httpStatus >= 300)
    return { word, tone: 'calm', icon: CornerUpRight };
  if (status === 'ok') return { word, tone: 'ok', icon: CircleCheck };
  const isOurs = httpStatus !== null && httpStatus < 500;
  return { word, tone: isOurs ? 'warn' : 'bad', icon: CircleAlert };
}

const shortWords: Record<string, string> = {
  not_configured: 'Not connected',
  disabled: 'Paused',
  not_allowed: 'Not allowed',
  invalid_path: 'Bad path',
  invalid_request: 'Bad request',
  auth: 'Refused',
  rate_limited: 'Rate limited',
  limited: 'Own limit',
  circuit_open: 'Held back',
  timeout: 'Timeout',
  unreachable: 'Unreachable',
  provider: 'Provider fault',
  invalid_response: 'Bad answer',
  too_large: 'Too large',
  internal: 'Our fault',
};
