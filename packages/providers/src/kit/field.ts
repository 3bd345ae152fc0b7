import { z } from 'zod';

export type FieldKind = 'text' | 'secret' | 'select' | 'url' | 'bool' | 'port' | 'map';
export type FieldOption = { value: string; label: string };

/** A shape to compare a value with; `message` is shown when it does not match. */
export type Shape = { regex: RegExp; message: string };

/** What every field says about itself, whatever its kind. `value` carries the type only. */
export type Field<Value = unknown, Required extends boolean = boolean> = {
  readonly kind: FieldKind;
  readonly label: string;
  readonly help: string | null;
  readonly required: Required;
  readonly secret: boolean;
  /** Decides where secrets are sent. Whoever changes it must enter them again. */
  readonly destination: boolean;
  readonly default: Value | null;
  readonly placeholder: string | null;
  readonly options: readonly FieldOption[];
  readonly pattern: Shape | null;
  /** Vendors change the shapes of their keys, so a mismatch only warns. */
  readonly soft: Shape | null;
  readonly maxLength: number | null;
  /** Tidies what a person pasted, before it is validated. */
  readonly normalize: ((raw: string) => string) | null;
  readonly schema: z.ZodType<Value>;
};

export type Fields = Record<string, Field>;

type ValueOf<F> = F extends Field<infer Value, boolean> ? Value : never;
type RequiredKeys<F extends Fields> = {
  [Key in keyof F]: F[Key] extends Field<unknown, true> ? Key : never;
}[keyof F];

/** The settings that one record of fields describes: required and defaulted ones always present. */
export type SettingsOf<F extends Fields> = {
  [Key in RequiredKeys<F>]: ValueOf<F[Key]>;
} & { [Key in Exclude<keyof F, RequiredKeys<F>>]?: ValueOf<F[Key]> };

type Common = { label: string; help?: string; placeholder?: string; destination?: boolean };
type Optional = { required?: boolean };
type TextOptions = Common &
  Optional & {
    default?: string;
    pattern?: Shape;
    soft?: Shape;
    maxLength?: number;
    normalize?: (raw: string) => string;
  };
type RequiredOf<Options> = Options extends { required: false } ? false : true;

/** Whether a field is required follows from its options; the compiler cannot see it in the built object. */
const typed = <Value, Options>(spec: Field<Value>): Field<Value, RequiredOf<Options>> =>
  spec as Field<Value, RequiredOf<Options>>;

const trimmed = (raw: string) => raw.trim();
const withoutLineEnd = (raw: string) => raw.replace(/[\r\n]+$/, '');

/** For tokens and keys, which are pasted with white space around them and hold none. */
export const pasted = {
  normalize: trimmed,
  pattern: {
    regex: /^[\x21-\x7e]+$/,
    message: 'must not contain spaces or special characters',
  } satisfies Shape,
};

const base = (options: Common & Optional) => ({
  label: options.label,
  help: options.help ?? null,
  required: options.required ?? true,
  secret: false,
  destination: options.destination ?? false,
  default: null,
  placeholder: options.placeholder ?? null,
  options: [],
  pattern: null,
  soft: null,
  maxLength: null,
  normalize: null,
});

function textSchema(maxLength: number, pattern?: Shape): z.ZodType<string> {
  const text = z
    .string('must be text')
    .min(1, 'is required')
    .max(maxLength, `is longer than ${maxLength} characters`);
  return pattern ? text.regex(pattern.regex, pattern.message) : text;
}

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password && !url.hash;
};

const readBool = (raw: unknown) =>
  typeof raw === 'string' ? ({ true: true, on: true, false: false, off: false }[raw] ?? raw) : raw;

const readNumber = (raw: unknown) =>
  typeof raw === 'string' && /^\d+$/.test(raw.trim()) ? Number(raw) : raw;

/** `name = value` lines become a record; anything else is left for the schema to refuse. */
function readMap(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw;
  const lines = raw.split('\n').filter((line) => line.trim());
  if (lines.some((line) => line.indexOf('=') < 1)) return raw;
  return Object.fromEntries(
    lines.map((line) => {
      const cut = line.indexOf('=');
      return [line.slice(0, cut).trim(), line.slice(cut + 1).trim()];
    }),
  );
}

/**
 * The kinds of field a provider can ask for. Fields are required unless they say `required: false`
 * or bring a `default`, in which case the setting is always present after parsing.
 */
export const field = {
  text<const Options extends TextOptions>(options: Options) {
    const maxLength = options.maxLength ?? 500;
    return typed<string, Options>({
      ...base(options),
      kind: 'text',
      default: options.default ?? null,
      pattern: options.pattern ?? null,
      soft: options.soft ?? null,
      maxLength,
      normalize: options.normalize ?? trimmed,
      schema: textSchema(maxLength, options.pattern),
    });
  },

  /** A value that is sealed at rest and never shown again. Secrecy follows from using this kind. */
  secret<const Options extends Omit<TextOptions, 'default' | 'destination'>>(options: Options) {
    const maxLength = options.maxLength ?? 4_000;
    return typed<string, Options>({
      ...base(options),
      kind: 'secret',
      secret: true,
      pattern: options.pattern ?? null,
      soft: options.soft ?? null,
      maxLength,
      normalize: options.normalize ?? withoutLineEnd,
      schema: textSchema(maxLength, options.pattern),
    });
  },

  select<const Choices extends readonly FieldOption[], const Options extends Common & Optional>(
    options: Options & { options: Choices; default?: Choices[number]['value'] },
  ) {
    const values = options.options.map((option) => option.value);
    return typed<Choices[number]['value'], Options>({
      ...base(options),
      kind: 'select',
      options: options.options,
      default: options.default ?? null,
      normalize: trimmed,
      schema: z.enum(values, `must be one of ${values.join(', ')}`),
    });
  },

  /** An http or https address without credentials in it. Where it may point is the guard's business. */
  url<
    const Options extends Common &
      Optional & { pattern?: Shape; normalize?: (raw: string) => string },
  >(options: Options) {
    const maxLength = 2_000;
    return typed<string, Options>({
      ...base(options),
      kind: 'url',
      pattern: options.pattern ?? null,
      maxLength,
      normalize: options.normalize ?? trimmed,
      schema: textSchema(maxLength, options.pattern).refine(
        isWebAddress,
        'must be an http or https address without a user name, password or #fragment',
      ),
    });
  },

  bool(options: Common & { default?: boolean }) {
    return typed<boolean, { required: true }>({
      ...base(options),
      kind: 'bool',
      default: options.default ?? false,
      schema: z.preprocess(readBool, z.boolean('must be on or off')),
    });
  },

  port<const Options extends Common & Optional & { default?: number }>(options: Options) {
    const message = 'must be a port number from 1 to 65535';
    return typed<number, Options>({
      ...base(options),
      kind: 'port',
      default: options.default ?? null,
      schema: z.preprocess(
        readNumber,
        z.number(message).int(message).min(1, message).max(65_535, message),
      ),
    });
  },

  /** Names mapped to names, written in a form as one `name = value` a line. */
  map(options: Omit<Common, 'destination'> & Optional) {
    const maxEntries = 200;
    return typed<Record<string, string>, { required: false }>({
      ...base({ ...options, required: false }),
      kind: 'map',
      maxLength: 20_000,
      schema: z.preprocess(
        readMap,
        z
          .record(
            z.string().min(1).max(200),
            z.string().max(500),
            'must be one "name = value" per line',
          )
          .refine(
            (map) => Object.keys(map).length <= maxEntries,
            `has more than ${maxEntries} lines`,
          ),
      ),
    });
  },
};
