import { X } from 'lucide-react';
import type { FormEvent, MouseEvent, ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { Button, type ButtonProps, IconButton } from './button.tsx';
import { TextField } from './text-field.tsx';

export type ConfirmButtonProps = Omit<ButtonProps, 'onClick' | 'type' | 'form'> & {
  title: string;
  /** What hangs on it: what ends, what stays, whether it can be undone. */
  children: ReactNode;
  /** What it is called on the button that is pressed before the question: "Remove". */
  label: ReactNode;
  /** The button that does it, as a sentence: "Remove mailbox". */
  confirm: string;
  danger?: boolean;
  /** To be typed before anything happens, where data outside is destroyed. */
  typed?: string | undefined;
  /** With script. The dialog closes when the promise is kept and stays open when it is broken. */
  onConfirm: (form: HTMLFormElement) => Promise<unknown>;
  /** Where the form goes without script, and what it carries besides its own fields. */
  action?: string | undefined;
  fields?: Readonly<Record<string, string>>;
  running?: boolean;
};

/** The first thing to fill in, else the way back: never what cannot be undone. */
const firstField = 'input:not([type=hidden]), select, textarea, footer button[type=button]';

/**
 * A button that asks first. The question is a native popover before hydration and without script, and a modal
 * dialog with it; either way it is a form, Escape leaves, and the focus goes back to the button.
 */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { title, children, label, confirm, danger = false, typed, ...rest } = props;
  const { onConfirm, action, fields = {}, running = false, ...button } = rest;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  const open = (event: MouseEvent) => {
    event.preventDefault();
    const element = dialog.current;
    if (element === null || element.open || element.matches(':popover-open')) return;
    element.showModal();
    element.querySelector<HTMLElement>(firstField)?.focus();
  };
  const close = () => {
    const element = dialog.current;
    if (element === null) return;
    if (element.matches(':popover-open')) element.hidePopover();
    else element.close();
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.currentTarget;
    const done = await onConfirm(form).then(
      () => true,
      () => false,
    );
    if (!done || !mounted.current) return;
    form.reset();
    close();
  };

  return (
    <>
      <Button {...button} type="button" popovertarget={id} onClick={open}>
        {label}
      </Button>
      <dialog
        ref={dialog}
        id={id}
        popover="auto"
        aria-labelledby={`${id}-title`}
        className="fixed inset-0 m-auto h-fit max-h-[calc(100dvh-32px)] w-[calc(100%-32px)] max-w-120 overflow-y-auto rounded-md bg-raised text-left text-base whitespace-normal text-ink shadow-float backdrop:bg-scrim max-sm:mb-4"
      >
        <form method="post" action={action} onSubmit={submit}>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <h2 id={`${id}-title`} className="pt-1 text-lg font-semibold wrap-anywhere">
              {title}
            </h2>
            <IconButton
              label="Close"
              icon={<X aria-hidden />}
              className="-mr-1.5"
              popovertarget={id}
              popovertargetaction="hide"
              onClick={close}
            />
          </header>
          <div className="flex flex-col gap-4 px-5 pb-5">
            {children}
            {typed !== undefined && <Typed name={typed} />}
          </div>
          <footer className="sticky bottom-0 flex flex-wrap justify-end gap-2 border-t border-line bg-raised px-5 py-3">
            <Button
              type="button"
              variant="quiet"
              popovertarget={id}
              popovertargetaction="hide"
              onClick={close}
            >
              Cancel
            </Button>
            <Button variant={danger ? 'danger' : 'primary'} pending={running}>
              {confirm}
            </Button>
          </footer>
        </form>
      </dialog>
    </>
  );
}

/** Checked by the browser itself, so that it also holds without script. */
function Typed({ name }: { name: string }) {
  return (
    <TextField
      label={`Type ${name} to confirm`}
      name="typed"
      required
      pattern={name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}
      title={name}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
    />
  );
}
