import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { generate } from './generate.ts';
import { GeneratorError } from './names.ts';

try {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  for (const path of generate(root, process.argv.slice(2))) console.log(path);
} catch (error) {
  if (!(error instanceof GeneratorError)) throw error;
  console.error(error.message);
  process.exitCode = 64;
}
