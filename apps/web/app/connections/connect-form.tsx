import { Button, type ButtonProps, useHydrated } from '@patchbay/ui';
import { useFetcher } from '@remix-run/react';
import { actPath } from '../integrations/paths.ts';

type ConnectFormProps = Pick<ButtonProps, 'variant' | 'size' | 'icon' | 'children' | 'disabled'> & {
  org: string;
  provider: string;
  /** Asked for on top of the usual ones. */
  scopes?: readonly string[];
};

/**
 * Starts the consent. With script the answer is a redirect; without, a page with the way on, because the content
 * policy lets no form lead to another site.
 */
export function ConnectForm({ org, provider, scopes = [], ...button }: ConnectFormProps) {
  const fetcher = useFetcher();
  const hydrated = useHydrated();
  return (
    <fetcher.Form method="post" action={actPath(org, provider, 'connect')}>
      {hydrated && <input type="hidden" name="script" value="on" />}
      {scopes.map((scope) => (
        <input key={scope} type="hidden" name="scopes" value={scope} />
      ))}
      <Button {...button} pending={fetcher.state !== 'idle'} />
    </fetcher.Form>
  );
}
