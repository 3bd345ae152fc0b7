import { field, pasted, type Shape } from '../kit/field.ts';

/** Scopes as people and environments write them: spaces or commas between. */
const scopeList: Shape = {
  regex: /^[A-Za-z][\w.:/-]*([\s,]+[A-Za-z][\w.:/-]*)*$/,
  message: 'must be names of scopes with spaces or commas between them',
};
const visible: Shape = {
  regex: /^[\x21-\x39\x3b-\x7e]+$/,
  message: 'must not contain spaces, colons or special characters',
};

type Words = { help: string; pattern?: Shape; soft?: Shape };
const ownApp =
  'Only for an app of your own; empty uses the one your operator shares, if there is one.';

/** The fields of an app at a provider. All optional, because the operator may share an app. */
export const appFields = {
  id: ({ help, ...shapes }: Words) =>
    field.text({
      label: 'Client ID',
      help: `${help} ${ownApp}`,
      required: false,
      pattern: visible,
      ...shapes,
    }),
  secret: ({ help, ...shapes }: Omit<Words, 'pattern'>) =>
    field.secret({
      label: 'Client secret',
      help: `${help} ${ownApp}`,
      required: false,
      ...pasted,
      ...shapes,
    }),
  scopes: (fallback: readonly string[]) =>
    field.text({
      label: 'Scopes',
      help: `What the consent page asks for; empty means: ${fallback.join(' ')}.`,
      required: false,
      maxLength: 1_000,
      pattern: scopeList,
    }),
};
