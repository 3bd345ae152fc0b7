import { textOf } from '../forms/attempt.server.ts';
import { wordsOf } from './read-source.server.ts';

const kinds = ['push', 'pull', 'stream'] as const;

/** What the forms of a subscription carry. */
export function readSubscription(form: FormData) {
  const url = textOf(form, 'url');
  return {
    name: textOf(form, 'name'),
    kind: kinds.find((one) => one === textOf(form, 'kind')) ?? ('push' as const),
    ordered: form.has('ordered'),
    filter: {
      sources: form.getAll('sources').map(String),
      providers: wordsOf(textOf(form, 'providers')),
      types: wordsOf(textOf(form, 'types')),
      channels: wordsOf(textOf(form, 'channels')),
    },
    ...(url && { url }),
  };
}
