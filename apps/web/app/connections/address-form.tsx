import type { ConnectionWay, FieldView } from '@patchbay/services/schemas';
import { Button, ButtonLink, UrlField, useHydrated } from '@patchbay/ui';
import type { IntegrationPage } from '../integrations/page.ts';
import { actPath, integrationPath } from '../integrations/paths.ts';
import type { Refused } from '../integrations/refusal.ts';
import { fieldName, textOfSetting } from '../integrations/settings.ts';
import { fieldSentence } from '../integrations/words.ts';
import { useConsent } from './use-consent.ts';

/** For systems that everybody runs themselves: where it is, then its own page hands the credential back. */
export function AddressForm({ page, way }: { page: IntegrationPage; way: ConnectionWay }) {
  const { fetcher, refused, leaving } = useConsent();
  const hydrated = useHydrated();
  const { org, integration } = page;
  const { provider, name, fields, settings } = integration;
  return (
    <fetcher.Form
      method="post"
      action={actPath(org, provider, 'connect')}
      className="col-span-full col-start-2 flex max-w-120 flex-col gap-3"
    >
      {hydrated && <input type="hidden" name="script" value="on" />}
      {fields
        .filter(({ destination }) => destination)
        .map((field) => (
          <UrlField
            key={field.key}
            label={field.label}
            hint={field.help ?? undefined}
            name={fieldName(field.key)}
            placeholder={field.placeholder ?? undefined}
            defaultValue={textOfSetting(field, settings[field.key])}
            required
            errors={refused && [firstOf(refused, field)]}
          />
        ))}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" disabled={!way.allowed} pending={leaving}>
          Connect through {name}
        </Button>
        <ButtonLink href={integrationPath(org, provider, 'configuration')}>
          Enter credentials
        </ButtonLink>
      </div>
    </fetcher.Form>
  );
}

const firstOf = ({ fields, message }: Refused, { key, label }: FieldView): string => {
  const [first] = fields[`settings.${key}`] ?? [];
  return first ? fieldSentence(label, first) : message;
};
