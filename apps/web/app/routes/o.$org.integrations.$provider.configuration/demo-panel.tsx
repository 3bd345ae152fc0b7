import { Button } from '@patchbay/ui';
import { Form } from '@remix-run/react';
import { FlaskConical } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { fieldName } from '../../integrations/settings.ts';
import { settingsFormId } from './settings-form.tsx';

type DemoPanelProps = {
  name: string;
  /** What the sandbox accepts. */
  values: Readonly<Record<string, string>>;
  /** The page came with them filled in. */
  filled: boolean;
};

/** A first green test without an account anywhere. Without script it asks for the page with the values in it. */
export function DemoPanel({ name, values, filled: cameFilled }: DemoPanelProps) {
  const [filled, setFilled] = useState(cameFilled);
  const fill = (event: FormEvent) => {
    const form = document.getElementById(settingsFormId);
    if (!(form instanceof HTMLFormElement)) return;
    event.preventDefault();
    fillIn(form, values);
    setFilled(true);
  };
  return (
    <Form
      onSubmit={fill}
      aria-labelledby="demo-title"
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-md border border-line bg-surface px-5 py-4"
    >
      <FlaskConical aria-hidden className="size-5 shrink-0 text-muted" />
      <div className="min-w-0 flex-1 basis-64">
        <h2 id="demo-title" className="font-semibold">
          Try it with the sandbox
        </h2>
        <p role="status" className="text-sm text-pretty text-muted">
          {filled
            ? 'Demo values are filled in below. Save and test them.'
            : `In this demo the sandbox on this machine plays ${name}. It accepts values that need no account.`}
        </p>
      </div>
      <Button name="demo" value="1">
        Fill in demo values
      </Button>
    </Form>
  );
}

function fillIn(form: HTMLFormElement, values: DemoPanelProps['values']): void {
  for (const [key, value] of Object.entries(values)) {
    const control = form.elements.namedItem(fieldName(key));
    if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) continue;
    control.value = value;
    const folded = control.closest('details');
    if (folded) folded.open = true;
  }
  form.dispatchEvent(new Event('input', { bubbles: true }));
}
