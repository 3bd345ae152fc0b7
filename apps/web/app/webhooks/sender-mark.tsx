import { ProviderMark } from '@patchbay/ui';

/** The mark of whoever sends: a provider's own, else letters from its key, the same everywhere. */
export function SenderMark({ sender, size = 'sm' }: { sender: string; size?: 'sm' | 'md' }) {
  return <ProviderMark brand={sender} name={nameOf(sender)} size={size} />;
}

const nameOf = (key: string): string =>
  key
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
