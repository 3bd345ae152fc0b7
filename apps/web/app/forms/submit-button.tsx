import { Button, type ButtonProps } from '@patchbay/ui';
import { useFormAction, useNavigation } from '@remix-run/react';

/** The button of the page's own form; it shows that the form is on its way. */
export function SubmitButton({ variant = 'primary', formAction, ...rest }: ButtonProps) {
  const navigation = useNavigation();
  const own = useFormAction();
  const target = formAction ?? own;
  const pending =
    navigation.state === 'submitting' &&
    navigation.formAction?.replace('?index', '') === target.replace('?index', '');
  return <Button {...rest} variant={variant} formAction={formAction} pending={pending} />;
}
