import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** Servers lie where an ordinary person's PATH does not lead. */
const extraFolders = ['/usr/sbin', '/usr/local/sbin'];

/** Finds a program as a shell would; `null` if there is none. */
export async function findProgram(name: string): Promise<string | null> {
  const folders = [...(process.env.PATH ?? '').split(':'), ...extraFolders];
  for (const folder of folders.filter(Boolean)) {
    const file = join(folder, name);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return null;
}

/**
 * Demands programs, each with the Debian package that brings it.
 * @throws Error that names the packages to install
 */
export async function requirePrograms(
  what: string,
  needed: Readonly<Record<string, string>>,
): Promise<void> {
  const missing: string[] = [];
  for (const [program, debianPackage] of Object.entries(needed))
    if ((await findProgram(program)) === null) missing.push(debianPackage);
  if (missing.length > 0)
    throw new Error(
      `${what} needs Debian packages that are not installed: apt-get install ${missing.join(' ')}`,
    );
}
