import type { IntegrationDetailView } from '@patchbay/services/schemas';
import { useNavigation, useSubmit } from '@remix-run/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { changesDestination } from '../../integrations/settings.ts';
import { useTestStages } from '../../integrations/use-connection-test.ts';
import type { SaveReply } from './save-reply.ts';

/**
 * The inputs keep their own text, so a refusal loses nothing, secrets included. The form is drawn anew only when
 * the stored settings moved on and nothing was typed, or when the person asks for it.
 */
export function useSettingsForm(
  integration: IntegrationDetailView,
  answered: SaveReply | undefined,
) {
  const submitForm = useSubmit();
  const navigation = useNavigation();
  const { stages, watch } = useTestStages();
  const [base, setBase] = useState(integration);
  const [revision, setRevision] = useState(integration.revision);
  const [dirty, setDirty] = useState(false);
  const [moved, setMoved] = useState(false);
  // Without script the answer of a refused form is a new page; with it the inputs are still there.
  const [kept, setKept] = useState(answered);

  const wanted = navigation.formData?.has('revision')
    ? (navigation.formData.get('after') ?? 'save')
    : null;
  const saving = wanted !== null;
  const refused = answered !== undefined;

  const noteInput = (event: FormEvent<HTMLFormElement>) => {
    setDirty(true);
    setMoved(changesDestination(new FormData(event.currentTarget), base.fields, base.settings));
  };
  const forgetInput = () => {
    setDirty(false);
    setMoved(false);
  };

  const startAnew = () => {
    setBase(integration);
    setRevision(integration.revision);
    setKept(undefined);
    forgetInput();
  };

  const sent = useRef(false);
  useEffect(() => {
    if (saving) sent.current = true;
    else if (sent.current) {
      sent.current = false;
      if (!refused) setDirty(false);
    }
  }, [saving, refused]);

  const movedOn = integration.revision !== base.revision;
  useEffect(() => {
    if (!movedOn || dirty) return;
    setBase(integration);
    setRevision(integration.revision);
    setKept(undefined);
  }, [movedOn, dirty, integration]);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (saving) return;
    const { submitter } = event.nativeEvent as SubmitEvent;
    const data = new FormData(event.currentTarget, submitter);
    if (data.get('after') === 'test') data.set('testId', watch());
    submitForm(data, { method: 'post', preventScrollReset: true });
  };

  return {
    base,
    kept,
    reply: saving ? undefined : answered,
    revision,
    dirty: dirty && !saving,
    /** Somebody saved meanwhile: `asks` until the person decided whose settings stay. */
    conflict:
      movedOn && dirty && !saving ? (revision === integration.revision ? 'decided' : 'asks') : null,
    wanted,
    saving,
    stages,
    submit,
    startAnew,
    keepMine: () => setRevision(integration.revision),
    /** The destination was changed: saved secrets have to be given again. */
    moved,
    noteInput,
    forgetInput,
  };
}

export type SettingsFormState = ReturnType<typeof useSettingsForm>;
