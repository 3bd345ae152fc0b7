import { ButtonLink, Dialog } from '@patchbay/ui';
import { Form, useNavigate } from '@remix-run/react';
import type { ReactNode } from 'react';
import { SubmitButton } from '../forms/submit-button.tsx';

type RouteDialogProps = {
  title: string;
  closeHref: string;
  children: ReactNode;
  footer?: ReactNode;
};

/** A child route shown as a dialog over its parent's page. */
export function RouteDialog({ title, closeHref, children, footer }: RouteDialogProps) {
  const navigate = useNavigate();
  return (
    <Dialog
      title={title}
      closeHref={closeHref}
      onClose={() => navigate(closeHref, { preventScrollReset: true })}
      footer={footer}
    >
      {children}
    </Dialog>
  );
}

type FormDialogProps = RouteDialogProps & {
  submit: string;
  danger?: boolean;
  /** A form of its own above: what has to be chosen first. */
  before?: ReactNode;
};

/** A dialog that is one form: its button says what will happen. */
export function FormDialog({
  submit,
  danger = false,
  before,
  children,
  closeHref,
  title,
}: FormDialogProps) {
  const form = 'dialog-form';
  return (
    <RouteDialog
      title={title}
      closeHref={closeHref}
      footer={
        <>
          <ButtonLink href={closeHref} variant="quiet">
            Cancel
          </ButtonLink>
          <SubmitButton form={form} variant={danger ? 'danger' : 'primary'}>
            {submit}
          </SubmitButton>
        </>
      }
    >
      {before}
      <Form id={form} method="post" preventScrollReset className="flex flex-col gap-4">
        {children}
      </Form>
    </RouteDialog>
  );
}
