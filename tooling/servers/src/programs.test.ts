import { expect, test } from 'vitest';
import { findProgram, requirePrograms } from './programs.ts';

test('programs are found where only root’s PATH leads, too', async () => {
  expect(await findProgram('sh')).toMatch(/\/sh$/);
  expect(await findProgram('no-such-program')).toBeNull();
});

test('a machine without them is told which packages to install', async () => {
  const needed = { sh: 'dash', 'no-such-program': 'one-package', 'nor-this-one': 'another' };
  await expect(requirePrograms('A test', needed)).rejects.toThrow(
    'A test needs Debian packages that are not installed: apt-get install one-package another',
  );
  await requirePrograms('A test', { sh: 'dash' });
});
