import { textOf } from '../forms/attempt.server.ts';

const severities = ['critical', 'warning', 'notice'] as const;

/** What the forms of a channel carry, as the router takes it; empty inputs are absent. */
export function readChannelForm(form: FormData) {
  const recipients = textOf(form, 'recipients')
    .split(/[\s,;]+/)
    .filter(Boolean);
  const [channel = '', ...name] = textOf(form, 'channel').split(' ');
  const url = textOf(form, 'url');
  const provider = textOf(form, 'provider');
  const leastSeverity = severities.find((one) => one === textOf(form, 'leastSeverity'));
  return {
    ...(leastSeverity && { leastSeverity }),
    ...(url && { url }),
    ...(recipients.length > 0 && { recipients }),
    ...(provider && { provider }),
    ...(channel && { channel, channelName: name.join(' ') || channel }),
  };
}
