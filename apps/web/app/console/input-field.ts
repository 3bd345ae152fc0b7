/** One input of a form that was drawn from a JSON Schema. */
export type InputField = {
  name: string;
  /** `lines`: one value a line. `json`: whatever has no control of its own. */
  kind: 'text' | 'long' | 'number' | 'boolean' | 'choice' | 'lines' | 'json';
  required: boolean;
  hint: string | null;
  options: string[];
  type: 'text' | 'url' | 'email';
  /** The values of a list are numbers. */
  numeric: boolean;
  maxLength: number | null;
  min: number | null;
  max: number | null;
};

export const inputName = (name: string): string => `input.${name}`;
