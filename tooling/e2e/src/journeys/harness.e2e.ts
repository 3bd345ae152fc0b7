import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings } from '../harness/axe.ts';
import { journey } from '../harness/journey.ts';
import { tabTo } from '../harness/keyboard.ts';

/** Serves one document of our own in place of the product's pages. */
const showing = async (page: Page, body: string, headers: Record<string, string> = {}) => {
  await page.route('**/broken', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers,
      body: `<!doctype html><html lang="en"><title>Broken</title><main>${body}</main></html>`,
    }),
  );
  await page.goto('/broken');
};

// An expected fault that does not happen fails the journey, so each line here is an assertion.
journey('a journey notices what nobody looks at', async ({ visits }) => {
  const { page, faults } = await visits.stranger();
  faults.expect(/^console: said aloud/);
  faults.expect(/^script: thrown away/);
  faults.expect(/^left the product: GET http:\/\/127\.0\.0\.1:9\/pixel/);
  faults.expect(/^404 GET \/nothing-here/);
  faults.expect(/^console: .*Content Security Policy/);
  faults.expect(/ERR_/);
  await showing(
    page,
    `<h1>Broken</h1><script nonce="known">
      console.error('said aloud');
      const throwAway = () => setTimeout(() => { throw new Error('thrown away') });
      fetch('/nothing-here').then(() => fetch('http://127.0.0.1:9/pixel')).catch(throwAway);
    </script><script>document.title = 'never'</script>`,
    { 'content-security-policy': "script-src 'nonce-known'" },
  );
  const late = await page.waitForEvent('pageerror');
  expect(late.message).toBe('thrown away');
});

journey('axe and the keyboard notice what a page gets wrong', async ({ visits }) => {
  const { page, faults } = await visits.stranger();
  await showing(
    page,
    `<style>
      :root { color-scheme: light dark; background: Canvas }
      p { color: #767676 } @media (prefers-color-scheme: dark) { p { color: #444 } }
      button:focus { outline: none }
    </style><h1>Broken</h1><input><p>Legible by day</p><button>Unseen</button>`,
  );
  const findings = await axeFindings(page);
  expect(findings.filter((finding) => finding.startsWith('light: label <input'))).toHaveLength(1);
  expect(findings.filter((finding) => /^dark: color-contrast <p/.test(finding))).toHaveLength(1);
  expect(findings).toHaveLength(2);
  await expect(tabTo(page, page.getByRole('button'))).rejects.toThrow('<button');
  expect(faults.unexplained()).toEqual([]);
});
