import type { IntegrationDetailView } from '@patchbay/services/schemas';
import { Link, Section } from '@patchbay/ui';
import { ExternalLink, FlaskConical, LockKeyhole } from 'lucide-react';
import { CallbackAddress } from '../../connections/callback-address.tsx';

type SetupHelpProps = {
  integration: IntegrationDetailView;
  /** Says that the sandbox plays it. */
  played: boolean;
};

export function SetupHelp({ integration, played }: SetupHelpProps) {
  const { name, setup, docs, callbackUrl } = integration;
  return (
    <aside aria-label="Help">
      <Section title="Where to find these">
        <div className="flex flex-col gap-4">
          {setup && <p className="max-w-prose text-pretty">{setup}</p>}
          {callbackUrl && <CallbackAddress url={callbackUrl} />}
          <Link href={docs} target="_blank" rel="noreferrer" className="w-fit">
            {name} documentation
            <ExternalLink aria-hidden className="ml-1.5 inline size-3.5 align-[-2px]" />
          </Link>
          {played && (
            <p className="flex gap-2.5 border-t border-line pt-4 text-muted">
              <FlaskConical aria-hidden className="mt-0.5 size-4 shrink-0" />
              <span>
                This is the demo: calls to {name} go to the sandbox on this machine, not to the
                vendor.
              </span>
            </p>
          )}
          <p className="flex gap-2.5 border-t border-line pt-4 text-muted">
            <LockKeyhole aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              Secrets are sealed before they are stored. No page, answer or log shows them again.
            </span>
          </p>
        </div>
      </Section>
    </aside>
  );
}
