import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { withLock } from './lock.mjs';
import { exitCodes, Refusal } from './refusal.mjs';
import { inRoot, root } from './root.mjs';

const pnpm = 'pnpm@12.21.0';
const stampFile = inRoot('node_modules/.patchbay-installed');

/** Installs the dependencies if the lockfile or a manifest is not the one of the last install. */
export async function ensureInstalled() {
  const wanted = manifestHash();
  if (stamp() === wanted) return;
  try {
    mkdirSync(inRoot('node_modules'), { recursive: true });
    await withLock(inRoot('node_modules/.patchbay-lock'), async () => {
      if (stamp() === wanted) return;
      process.stderr.write('Installing dependencies (the first time takes up to a minute) …\n');
      await install();
      writeFileSync(stampFile, wanted);
    });
  } catch (error) {
    throw explainWrite(error);
  }
}

function manifestHash() {
  const hash = createHash('sha256');
  const manifests = ['apps', 'packages', 'tooling'].flatMap((group) =>
    readdirSync(inRoot(group))
      .sort()
      .map((name) => `${group}/${name}/package.json`),
  );
  const rooted = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', '.npmrc'];
  for (const path of [...rooted, ...manifests]) {
    if (existsSync(inRoot(path))) hash.update(`${path}\n`).update(readFileSync(inRoot(path)));
  }
  // The installed Node and PostgreSQL are of one platform; a copied folder must not pass for another.
  return hash.update(`${process.platform}-${process.arch}`).digest('hex');
}

function stamp() {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch {
    return '';
  }
}

async function install() {
  const { code, output } = await runPnpm();
  if (code !== 0) throw explainInstall(output);
}

function runPnpm() {
  const args = [
    '--prefer-offline',
    '-y',
    pnpm,
    'install',
    '--frozen-lockfile',
    '--reporter=append-only',
  ];
  const child = spawn('npx', args, {
    cwd: root,
    // Without CI pnpm would ask before it replaces a node_modules of another tool, and nobody answers.
    env: { ...process.env, CI: 'true', npm_config_fetch_retries: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
      process.stderr.write(chunk);
    });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 127, output: `npx: ${error.message}` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

const causes = [
  {
    signs:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET|META_FETCH_FAIL|FETCH_FAIL|dns error|error sending request/i,
    exitCode: exitCodes.network,
    message:
      'The dependencies could not be fetched: the npm registry does not answer. Patchbay needs the network for the first start and after an update only. Check the connection, a proxy (HTTPS_PROXY) or the registry in your .npmrc, and run the command again.',
  },
  {
    signs: /ENOSPC|EROFS|EACCES|EPERM|read-only file system|permission denied|no space left/i,
    exitCode: exitCodes.unwritable,
    message: `The dependencies could not be written below ${root}: the folder or the package cache is read-only, belongs to somebody else, or the disk is full. Make it writable and run the command again.`,
  },
  {
    signs: /LOCKFILE/,
    exitCode: exitCodes.lockfile,
    message: `pnpm-lock.yaml is missing, damaged, or does not fit the package.json files. Take the committed one (git checkout pnpm-lock.yaml); if you changed a package.json yourself, run "npx ${pnpm} install" once to bring the lockfile up to date.`,
  },
];

function explainInstall(output) {
  const cause = causes.find(({ signs }) => signs.test(output));
  if (cause !== undefined) return new Refusal(cause.exitCode, cause.message);
  return new Refusal(
    exitCodes.install,
    'Installing the dependencies failed for the reason shown above. Mend it and run the command again; deleting node_modules first does no harm.',
  );
}

function explainWrite(error) {
  if (!['EACCES', 'EROFS', 'EPERM', 'ENOSPC'].includes(error.code)) return error;
  return new Refusal(
    exitCodes.unwritable,
    `Patchbay cannot write to ${root} (${error.code}), and it has to install its dependencies there. Make the folder writable for this account or work on a copy of it.`,
  );
}
