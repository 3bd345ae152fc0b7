import { Section } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import type { IntegrationPage } from '../../integrations/page.ts';
import { isSaved } from '../../integrations/settings.ts';
import { ConflictNotice } from './conflict-notice.tsx';
import { ErrorSummary } from './error-summary.tsx';
import { FormFooter } from './form-footer.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import type { SaveReply } from './save-reply.ts';
import { SettingField } from './setting-field.tsx';
import { useSettingsForm } from './use-settings-form.ts';

type SettingsFormProps = {
  page: IntegrationPage;
  /** How a form sent without script was refused. */
  answered: SaveReply | undefined;
  /** Fills the form for somebody who has no script. */
  demo: Readonly<Record<string, string>> | undefined;
};

export const settingsFormId = 'settings';

export function SettingsForm({ page, answered, demo }: SettingsFormProps) {
  const { integration } = page;
  const form = useSettingsForm(integration, answered);
  const { base, reply } = form;
  const guards = base.fields.some(({ key, secret }) => secret && isSaved(base.settings[key]));
  return (
    <Form
      key={base.revision}
      id={settingsFormId}
      method="post"
      noValidate
      autoComplete="off"
      onInput={form.noteInput}
      onReset={form.forgetInput}
      onSubmit={(event) => {
        page.test.close();
        form.submit(event);
      }}
      aria-label={`Settings of ${integration.label}`}
      className="flex min-w-0 flex-col gap-6"
    >
      <input type="hidden" name="revision" value={form.revision} />
      <LeaveGuard dirty={form.dirty} />
      <ConflictNotice integration={integration} reply={reply} form={form} />
      <ErrorSummary fields={base.fields} reply={form.saving ? undefined : reply} />
      <Section title="Settings" note="Every field is required unless it says optional." flush>
        <div className="flex max-w-140 flex-col gap-6 px-5 py-5">
          {base.fields.map((field) => (
            <SettingField
              key={field.key}
              field={field}
              stored={base.settings[field.key]}
              kept={form.kept}
              reply={reply}
              demo={demo?.[field.key]}
              guards={guards}
              moved={form.moved}
            />
          ))}
        </div>
        <FormFooter form={form} checkable={integration.checkable} />
      </Section>
    </Form>
  );
}
