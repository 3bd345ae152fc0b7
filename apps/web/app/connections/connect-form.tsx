import { Button, type ButtonProps } from '@patchbay/ui';
import { actPath } from '../integrations/paths.ts';
import { useConsent } from './use-consent.ts';

type ConnectFormProps = Pick<ButtonProps, 'variant' | 'size' | 'icon' | 'children' | 'disabled'> & {
  org: string;
  provider: string;
  /** Asked for on top of the usual ones. */
  scopes?: readonly string[];
};

/** Starts the consent: with script the page goes there, without it shows the way on. */
export function ConnectForm({ org, provider, scopes = [], ...button }: ConnectFormProps) {
  const { fetcher, leaving } = useConsent();
  return (
    <fetcher.Form method="post" action={actPath(org, provider, 'connect')}>
      {scopes.map((scope) => (
        <input key={scope} type="hidden" name="scopes" value={scope} />
      ))}
      <Button {...button} pending={leaving} />
    </fetcher.Form>
  );
}
