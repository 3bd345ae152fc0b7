import { access, constants } from 'node:fs/promises';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** @throws Error that names the Debian package to install */
export async function requireBrowser(): Promise<void> {
  try {
    await access(executablePath, constants.X_OK);
  } catch {
    throw new Error(
      `The journeys need Chromium at ${executablePath}: apt-get install chromium fonts-liberation`,
    );
  }
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath, args, headless: true });
