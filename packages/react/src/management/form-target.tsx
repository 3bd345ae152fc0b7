import type { ShownSecret } from '../account/one-time-secret.tsx';
import type { Failure } from '../failure.ts';

/** What one of the forms asks for. */
export type Intent =
  | 'create'
  | 'adopt'
  | 'suspend'
  | 'resume'
  | 'reset_secret'
  | 'remove'
  | 'retry'
  | 'cancel'
  | 'operation'
  | 'update';

/** What a server answered to a form that was sent without script. */
export type FormOutcome = {
  provider: string;
  intent: Intent;
  failure: Failure | null;
  secret: ShownSecret | null;
  /** What a custom operation put out. */
  output: Record<string, unknown> | null;
  values: Record<string, string>;
};

/** Where the forms go without script; with it they are calls. */
export type FormTarget = { action?: string | undefined; outcome?: FormOutcome | undefined };

type IntentFieldsProps = {
  intent: Intent;
  provider: string;
  accountId?: string | undefined;
  operation?: string | undefined;
};

/** The hidden inputs that tell a form's server what it is about. */
export const intentFields = (props: IntentFieldsProps): Record<string, string> => ({
  intent: props.intent,
  provider: props.provider,
  ...(props.accountId && { accountId: props.accountId }),
  ...(props.operation && { operation: props.operation }),
});

export function IntentFields(props: IntentFieldsProps) {
  return Object.entries(intentFields(props)).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}

/** Of several errors of one form, those that belong to none of its fields. */
export function formErrors(
  failure: Failure | null | undefined,
  names: readonly string[],
): string[] {
  if (!failure) return [];
  const known = Object.keys(failure.fields).some(
    (path) => names.includes(path) || path.startsWith('input.'),
  );
  if (known) return [];
  const quoted = failure.requestId ? ` Request ${failure.requestId}.` : '';
  return [failure.code === 'internal' ? failure.message : `${failure.message}${quoted}`];
}

/** The text of a form's input, trimmed; absent and empty are the same. */
export const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
