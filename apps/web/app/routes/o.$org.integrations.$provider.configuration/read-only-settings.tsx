import type { FieldView, IntegrationDetailView } from '@patchbay/services/schemas';
import { Section } from '@patchbay/ui';
import { Facts } from '../../integrations/facts.tsx';
import type { IntegrationPage } from '../../integrations/page.ts';
import { isFilled, textOfSetting } from '../../integrations/settings.ts';

export function ReadOnlySettings({ page: { integration, access } }: { page: IntegrationPage }) {
  const { fields, settings } = integration;
  return (
    <Section title="Settings" note={access.readOnly}>
      <Facts
        facts={fields.map((field) => ({
          term: field.label,
          value: <Value field={field} stored={settings[field.key]} />,
        }))}
      />
    </Section>
  );
}

type ValueProps = {
  field: FieldView;
  stored: IntegrationDetailView['settings'][string] | undefined;
};

function Value({ field, stored }: ValueProps) {
  if (!isFilled(stored)) return <span className="text-muted">Not set</span>;
  if (field.secret) return <>Saved</>;
  if (field.kind === 'bool') return <>{stored === true ? 'On' : 'Off'}</>;
  const chosen = field.options.find(({ value }) => value === stored);
  return (
    <span className="font-mono text-sm whitespace-pre-wrap">
      {chosen?.label ?? textOfSetting(field, stored)}
    </span>
  );
}
