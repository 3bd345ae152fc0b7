import type { RepairView } from '@patchbay/services/schemas';
import { Button, ButtonLink } from '@patchbay/ui';
import { Form, useNavigation } from '@remix-run/react';
import type { ReactNode } from 'react';
import { ConnectForm } from '../connections/connect-form.tsx';
import { actPath, integrationPath } from '../integrations/paths.ts';

/** The one button that mends it, or leads to where it is mended. */
export function RepairStep({ org, repair }: { org: string; repair: RepairView }) {
  const { provider, action } = repair;
  const words = (
    <>
      {action.label}
      <span className="sr-only">: {repair.label}</span>
    </>
  );
  if (action.kind === 'connect' || action.kind === 'consent')
    return (
      <ConnectForm org={org} provider={provider} scopes={action.scopes} size="sm">
        {words}
      </ConnectForm>
    );
  if (action.kind === 'test')
    return <TestStep path={actPath(org, provider, 'test')}>{words}</TestStep>;
  const tab = action.kind === 'edit_settings' ? 'configuration' : undefined;
  return (
    <ButtonLink size="sm" href={integrationPath(org, provider, tab)}>
      {words}
    </ButtonLink>
  );
}

function TestStep({ path, children }: { path: string; children: ReactNode }) {
  const pending = useNavigation().formAction === path;
  return (
    <Form method="post" action={path}>
      <Button size="sm" pending={pending}>
        {children}
      </Button>
    </Form>
  );
}
