import type { WebhookRules } from './rules.ts';

/** The inputs of a custom sender, by name. */
export const ruleNames = [
  'kind',
  'hash',
  'header',
  'prefix',
  'separator',
  'encoding',
  'signed',
  'timestampHeader',
  'timestampPrefix',
  'tolerance',
  'idHeader',
  'keyEncoding',
  'deliveryId',
  'eventType',
  'channel',
] as const;
export type RuleName = (typeof ruleNames)[number];
export type RuleInputs = Record<RuleName, string>;

export const usualRules: RuleInputs = {
  kind: 'hmac',
  hash: 'sha256',
  header: 'x-signature',
  prefix: '',
  separator: '',
  encoding: 'hex',
  signed: '{body}',
  timestampHeader: '',
  timestampPrefix: '',
  tolerance: '300',
  idHeader: '',
  keyEncoding: 'utf8',
  deliveryId: '',
  eventType: '/type',
  channel: '',
};

const marks: Record<string, 'body' | 'timestamp' | 'id'> = {
  '{body}': 'body',
  '{timestamp}': 'timestamp',
  '{id}': 'id',
};

/** `{timestamp}.{body}` as the parts that are signed. */
export const signedParts = (text: string) =>
  text
    .split(/(\{body\}|\{timestamp\}|\{id\})/)
    .filter((part) => part !== '')
    .map((part) => marks[part] ?? { text: part });

/** A header's name, or a place in the JSON body that begins with a slash; several by commas, the first found counts. */
export const placesOf = (text: string) =>
  text
    .split(',')
    .map((place) => place.trim())
    .filter(Boolean)
    .map((place) => (place.startsWith('/') ? { pointers: [place] } : { header: place }));

/** What the form says, as the router takes it; the router says what is wrong with it. */
export function toRules(inputs: RuleInputs): WebhookRules {
  return {
    verifier: verifierOf(inputs),
    deliveryId: placesOf(inputs.deliveryId),
    eventType: placesOf(inputs.eventType),
    channel: placesOf(inputs.channel),
  } as WebhookRules;
}

function verifierOf(inputs: RuleInputs): unknown {
  const { kind, header, prefix, separator, encoding, timestampHeader, idHeader } = inputs;
  const part = {
    header,
    prefix,
    ...(separator && { separator: separator === 'space' ? ' ' : separator }),
  };
  if (kind === 'token') return { kind, ...part };
  const tolerance = Number(inputs.tolerance) || 300;
  const shared = {
    signature: { ...part, encoding },
    signed: signedParts(inputs.signed),
    ...(timestampHeader && {
      timestamp: {
        header: timestampHeader,
        prefix: inputs.timestampPrefix,
        ...(inputs.timestampPrefix && separator && { separator: part.separator }),
        pastSeconds: tolerance,
        futureSeconds: tolerance,
      },
    }),
    ...(idHeader && { id: { header: idHeader } }),
  };
  if (kind === 'ed25519')
    return { kind, ...shared, key: inputs.keyEncoding === 'base64' ? 'base64' : 'hex' };
  return { kind: 'hmac', hash: inputs.hash, ...shared, key: { encoding: inputs.keyEncoding } };
}

/** The inputs that stand for rules, to change them. */
export function fromRules(rules: WebhookRules): RuleInputs {
  const { verifier } = rules;
  const places = {
    deliveryId: textOf(rules.deliveryId),
    eventType: textOf(rules.eventType),
    channel: textOf(rules.channel),
  };
  if (verifier.kind === 'path') return { ...usualRules, ...places };
  if (verifier.kind === 'token')
    return {
      ...usualRules,
      ...places,
      kind: 'token',
      header: verifier.header,
      prefix: verifier.prefix,
      separator: separatorOf(verifier.separator),
    };
  const { signature, signed, timestamp, id } = verifier;
  return {
    ...places,
    kind: verifier.kind,
    hash: verifier.kind === 'hmac' ? verifier.hash : 'sha256',
    header: signature.header,
    prefix: signature.prefix,
    separator: separatorOf(signature.separator),
    encoding: signature.encoding,
    signed: signed.map((part) => (typeof part === 'string' ? `{${part}}` : part.text)).join(''),
    timestampHeader: timestamp?.header ?? '',
    timestampPrefix: timestamp?.prefix ?? '',
    tolerance: String(timestamp?.pastSeconds ?? 300),
    idHeader: id?.header ?? '',
    keyEncoding: verifier.kind === 'hmac' ? verifier.key.encoding : verifier.key,
  };
}

const separatorOf = (separator: string | undefined): string =>
  separator === ' ' ? 'space' : (separator ?? '');

const textOf = (sources: WebhookRules['eventType']): string =>
  sources
    .flatMap((source) => {
      if ('header' in source) return [source.header];
      return 'pointers' in source ? [source.pointers.join('')] : [];
    })
    .join(', ');
