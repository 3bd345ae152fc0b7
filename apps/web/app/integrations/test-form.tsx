import { Button, type ButtonProps } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { Activity } from 'lucide-react';
import type { ConnectionTest } from './use-connection-test.ts';

type TestFormProps = { test: ConnectionTest; variant?: ButtonProps['variant']; label?: string };

export function TestForm({
  test,
  variant = 'secondary',
  label = 'Test connection',
}: TestFormProps) {
  return (
    <Form
      method="post"
      action={test.path}
      onSubmit={(event) => {
        event.preventDefault();
        test.start();
      }}
    >
      <Button variant={variant} pending={test.running} icon={<Activity aria-hidden />}>
        {label}
      </Button>
    </Form>
  );
}
