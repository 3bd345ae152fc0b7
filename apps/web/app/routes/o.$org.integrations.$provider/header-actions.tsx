import { Button, ButtonLink, Menu, MenuLink } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { Ellipsis, Pause, Pencil, Play, Trash2 } from 'lucide-react';
import type { IntegrationPage } from '../../integrations/page.ts';
import { actPath, integrationPath } from '../../integrations/paths.ts';
import { TestForm } from '../../integrations/test-form.tsx';
import { useShownEnabled } from './use-shown-state.ts';

/** Nothing for people who may only look: the note on the page says why. */
export function HeaderActions({ page }: { page: IntegrationPage }) {
  const { org, integration, access, test, tab } = page;
  if (!access.canEdit) return null;
  const { provider, status, checkable } = integration;
  if (status === 'not_configured') {
    if (tab === 'configuration' || tab === 'overview') return <MoreMenu page={page} />;
    return (
      <>
        <ButtonLink variant="primary" href={integrationPath(org, provider, 'configuration')}>
          Configure {integration.name}
        </ButtonLink>
        <MoreMenu page={page} />
      </>
    );
  }
  return (
    <>
      {checkable && <TestForm test={test} />}
      <PauseForm page={page} />
      <MoreMenu page={page} />
    </>
  );
}

/** A navigation rather than a fetcher: a live event that arrives first would drop a fetcher's redirect. */
function PauseForm({ page: { org, integration, tab } }: { page: IntegrationPage }) {
  const enabled = useShownEnabled(integration);
  return (
    <Form method="post" action={actPath(org, integration.provider, 'enabled')} preventScrollReset>
      <input type="hidden" name="tab" value={tab} />
      <Button
        name="enabled"
        value={enabled ? 'false' : 'true'}
        icon={enabled ? <Pause aria-hidden /> : <Play aria-hidden />}
      >
        {enabled ? 'Pause' : 'Resume'}
      </Button>
    </Form>
  );
}

function MoreMenu({ page: { org, integration } }: { page: IntegrationPage }) {
  const { provider, status } = integration;
  return (
    <Menu
      label={`More for ${integration.label}`}
      align="end"
      triggerClassName="grid size-9 place-items-center rounded-sm border border-line bg-surface text-muted transition-colors hover:border-control hover:bg-hover hover:text-ink pointer-coarse:size-11 [&>svg]:size-4"
      trigger={<Ellipsis aria-hidden />}
    >
      <MenuLink href={integrationPath(org, provider, 'rename')}>
        <Pencil aria-hidden />
        Rename
      </MenuLink>
      {status !== 'not_configured' && (
        <MenuLink href={integrationPath(org, provider, 'remove')}>
          <Trash2 aria-hidden />
          Remove
        </MenuLink>
      )}
    </Menu>
  );
}
