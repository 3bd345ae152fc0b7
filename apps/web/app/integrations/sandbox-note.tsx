import type { IntegrationView } from '@patchbay/services/schemas';
import { FlaskConical } from 'lucide-react';
import { listed } from './words.ts';

/** Says which providers the demo plays itself; nothing where calls go to the vendors. */
export function SandboxNote({ integrations }: { integrations: readonly IntegrationView[] }) {
  const played = integrations.filter(({ sandbox }) => sandbox !== null);
  if (played.length === 0) return null;
  return (
    <p className="flex gap-2 text-sm text-muted">
      <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        Demo: calls to {listed(played.map(({ name }) => name))} go to the sandbox on this machine,
        not to the {played.length === 1 ? 'vendor' : 'vendors'}.
      </span>
    </p>
  );
}
