import type { SenderView } from '@patchbay/services/schemas';
import { ButtonLink, SecretOnce, Section } from '@patchbay/ui';
import { SetupSteps } from './setup-steps.tsx';

type NewSourceSecretProps = {
  made: { id: string; name: string; url: string | null; newSecret: string };
  sender: SenderView | undefined;
  base: string;
};

/** The secret that was made, this once, with the steps that need it. */
export function NewSourceSecret({ made, sender, base }: NewSourceSecretProps) {
  const isAddress = made.url?.includes(made.newSecret) ?? false;
  return (
    <Section
      title={`“${made.name}” is ready`}
      actions={
        <ButtonLink href={`${base}/webhooks/sources/${made.id}`} variant="primary">
          Done
        </ButtonLink>
      }
    >
      <div className="flex max-w-180 flex-col gap-6">
        <SecretOnce
          value={isAddress ? (made.url ?? '') : made.newSecret}
          what={isAddress ? 'address' : 'secret'}
        >
          {isAddress
            ? 'This address is itself the secret. It is shown this once; a new one can be made at any time.'
            : 'It is shown this once. It can be rotated at any time, and both count for a while.'}
        </SecretOnce>
        {sender && (
          <SetupSteps sender={sender} values={{ url: made.url, secret: made.newSecret }} />
        )}
      </div>
    </Section>
  );
}
