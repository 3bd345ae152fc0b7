import type { FieldView } from '@patchbay/services/schemas';

type Details = Record<string, unknown>;

/** The details of an entry by the names of the form: each setting on its own line, secrets as "replaced". */
export function readableDetails(details: Details, fields: readonly FieldView[]): Details {
  const { before, after, changed, cleared, ...rest } = details;
  const labels = new Map(fields.map(({ key, label }) => [key, label]));
  const isSecret = (key: string) => fields.some((field) => field.key === key && field.secret);
  const labelled = (key: string) => labels.get(key) ?? key;
  const flat = (side: unknown): Details => {
    const { settings, ...own } = asRecord(side);
    const named = Object.entries(asRecord(settings)).map(([key, value]) => [labelled(key), value]);
    return { ...own, ...Object.fromEntries(named) };
  };
  const secrets = asNames(changed).filter(isSecret);
  return {
    before: flat(before),
    after: {
      ...flat(after),
      ...Object.fromEntries(secrets.map((key) => [labelled(key), 'replaced, not shown'])),
    },
    ...(asNames(cleared).length > 0 && { deleted: asNames(cleared).map(labelled).join(', ') }),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null)),
  };
}

const asRecord = (value: unknown): Details =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};

const asNames = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
