import { Button, StageList } from '@patchbay/ui';
import { shownStages } from '../../integrations/use-connection-test.ts';
import type { SettingsFormState } from './use-settings-form.ts';

type FormFooterProps = { form: SettingsFormState; checkable: boolean };

/** Stays in sight while the form scrolls, so that saving is never far. */
export function FormFooter({ form, checkable }: FormFooterProps) {
  const blocked = form.conflict === 'asks';
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center gap-2 rounded-b-md border-t border-line bg-surface px-5 py-3">
      {form.wanted === 'test' && (
        <div className="w-full pb-1">
          <p role="status" className="pb-2 text-sm text-muted">
            Saved first, then tried, step by step.
          </p>
          <StageList stages={shownStages(form.stages, true)} />
        </div>
      )}
      {checkable && (
        <Button
          variant="primary"
          name="after"
          value="test"
          disabled={blocked}
          pending={form.wanted === 'test'}
        >
          Save and test
        </Button>
      )}
      <Button
        variant={checkable ? 'secondary' : 'primary'}
        disabled={blocked}
        pending={form.wanted === 'save'}
      >
        Save
      </Button>
      {form.dirty && (
        <span className="flex items-center gap-1 sm:ml-auto">
          <span className="text-sm text-muted">Unsaved changes</span>
          <Button type="reset" variant="quiet" size="sm">
            Discard
          </Button>
        </span>
      )}
    </div>
  );
}
