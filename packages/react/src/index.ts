export { type Failure, failureOf } from './failure.ts';
export {
  inputName,
  readFields,
  type SchemaField,
  schemaFields,
} from './inputs/schema-fields.ts';
export { SchemaInputs } from './inputs/schema-inputs.tsx';
export { queryKeys } from './keys.ts';
