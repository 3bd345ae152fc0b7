import type { ConnectionView } from '@patchbay/services/schemas';
import { Button, RelativeTime } from '@patchbay/ui';
import { Form, useNavigation } from '@remix-run/react';
import { ArrowRight } from 'lucide-react';
import type { IntegrationPage } from '../integrations/page.ts';
import { actPath } from '../integrations/paths.ts';

type OtherAccountProps = {
  page: IntegrationPage;
  pending: NonNullable<ConnectionView['pending']>;
  /** The name of the account that is connected. */
  current: string;
};

/** Consent was given for another account than the connected one: nothing changes until somebody says so. */
export function OtherAccount({ page, pending, current }: OtherAccountProps) {
  const { org, integration, access } = page;
  const action = actPath(org, integration.provider, 'account');
  const navigation = useNavigation();
  const answer = navigation.formAction === action ? navigation.formData?.get('answer') : null;
  return (
    <section
      aria-label="Another account"
      className="flex flex-col gap-4 rounded-md border border-warn-mark/60 bg-warn-soft px-4 py-4"
    >
      <div className="flex flex-col gap-1">
        <h3 className="font-medium">You consented as another account</h3>
        <p className="text-sm">
          Everything that uses {integration.label} would act as the other one. Nothing has changed
          yet, and <RelativeTime at={pending.expiresAt} /> the new grant is dropped without an
          answer.
        </p>
      </div>
      <div className="grid items-center gap-x-3 gap-y-2 sm:grid-cols-[minmax(0,1fr)_16px_minmax(0,1fr)]">
        <AccountTile term="Connected now" name={current} />
        <ArrowRight aria-hidden className="size-4 text-muted max-sm:rotate-90" />
        <AccountTile term="Came back" name={pending.accountName} id={pending.accountId} />
      </div>
      {access.canEdit && (
        <Form method="post" action={action} preventScrollReset className="flex flex-wrap gap-2">
          <input type="hidden" name="pendingId" value={pending.id} />
          <Button name="answer" value="keep" variant="primary" pending={answer === 'keep'}>
            Keep {current}
          </Button>
          <Button name="answer" value="take_over" pending={answer === 'take_over'}>
            Switch to {pending.accountName}
          </Button>
        </Form>
      )}
    </section>
  );
}

function AccountTile({ term, name, id }: { term: string; name: string; id?: string }) {
  return (
    <div className="flex min-w-0 flex-col rounded-sm border border-line bg-surface px-3 py-2">
      <span className="text-xs text-muted">{term}</span>
      <span className="font-medium wrap-anywhere">{name}</span>
      {id && <span className="font-mono text-xs wrap-anywhere text-muted">{id}</span>}
    </div>
  );
}
