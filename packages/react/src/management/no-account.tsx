import { Button } from '@patchbay/ui';
import { ArrowRight, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { IntegrationInfo } from '../account/account-types.ts';
import { AdoptForm } from './adopt-form.tsx';
import { CreateForm, type CreateWords } from './create-form.tsx';
import { type FormTarget, IntentFields } from './form-target.tsx';
import type { useManagement } from './use-management.ts';

type NoAccountProps = {
  props: CreateWords & { onConsent?: () => void };
  info: IntegrationInfo;
  management: ReturnType<typeof useManagement>;
  target: FormTarget;
  /** For somebody else: what exists there is taken over by choice. */
  admin?: boolean;
};

/** The way to an account: by a name, by proof of one that exists, or by consent at the provider. */
export function NoAccount({ props, info, management, target, admin = false }: NoAccountProps) {
  const { provider, abilities, available, reason } = info;
  const { createFailure, adoptFailure } = management;
  if (!available)
    return (
      <p className="px-5 py-4 text-sm text-muted">
        {reason ?? 'It is not set up here.'} Once it is, you can have an account.
      </p>
    );
  if (abilities.identifier.choice === 'consent')
    return <ConsentForm props={props} info={info} target={target} />;
  const taken = createFailure?.code === 'conflict';
  // Of a system that organizations share, even an admin takes over nothing without its password.
  const byChoice = admin && info.source === 'organization';
  return (
    <div className="flex flex-col gap-5 px-5 py-5">
      <CreateForm
        {...wordsOf(props)}
        provider={provider}
        abilities={abilities}
        target={target}
        pending={management.creating}
        failure={createFailure}
        onCreate={management.begin.create}
      />
      {(abilities.canProve || byChoice) && (
        <Disclosure
          title={admin ? 'Take over one that exists there' : 'I have one there already'}
          open={taken || adoptFailure !== null}
        >
          <AdoptForm
            provider={provider}
            abilities={abilities}
            target={target}
            pending={management.adopting}
            failure={adoptFailure}
            admin={byChoice}
            onAdopt={management.begin.adopt}
          />
        </Disclosure>
      )}
    </div>
  );
}

function ConsentForm({ props, info, target }: Omit<NoAccountProps, 'management'>) {
  const { onConsent } = props;
  return (
    <form
      method="post"
      action={target.action}
      onSubmit={(event) => {
        if (!onConsent) return;
        event.preventDefault();
        onConsent();
      }}
      className="flex flex-col items-start gap-4 px-5 py-5"
    >
      <IntentFields intent="create" provider={info.provider} />
      <p className="max-w-prose text-sm text-muted">{info.abilities.consent?.about}</p>
      <Button variant="primary" icon={<ArrowRight aria-hidden />}>
        {props.createLabel}
      </Button>
    </form>
  );
}

type DisclosureProps = { title: string; open: boolean; children: React.ReactNode };

/** Opens by itself when a name turned out to be taken; afterwards the person decides. */
export function Disclosure({ title, open, children }: DisclosureProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (open && details.current) details.current.open = true;
  }, [open]);
  return (
    <details ref={details} open={open || undefined} className="group/more">
      <summary className="flex w-fit items-center gap-1.5 rounded-xs text-sm font-medium text-muted transition-colors hover:text-ink">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform group-open/more:rotate-90"
        />
        {title}
      </summary>
      <div className="pt-4">{children}</div>
    </details>
  );
}

const wordsOf = (props: CreateWords): CreateWords => ({
  createLabel: props.createLabel,
  createInputLabel: props.createInputLabel,
  createInputPlaceholder: props.createInputPlaceholder,
  createInputHelp: props.createInputHelp,
  createInputToPayload: props.createInputToPayload,
});
