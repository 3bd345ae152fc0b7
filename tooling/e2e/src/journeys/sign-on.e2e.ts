import type { Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';
import { journey } from '../harness/journey.ts';
import { joins } from '../harness/leavers.ts';
import { awake, gone, sees, wordsOf } from '../harness/sight.ts';
import { startTool } from '../harness/tool.ts';

async function addTool(page: Page, base: string, callback: string) {
  await page.goto(`${base}/settings/sign-on`);
  await awake(page);
  await page.getByRole('link', { name: 'Add tool' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Wiki');
  await page.getByLabel('Redirect addresses').fill('wiki.example.org');
  await page.getByRole('button', { name: 'Add tool' }).click();
  await sees(page.getByText('Give a whole https address'));
  await page.getByLabel('Redirect addresses').fill(callback);
  await page.getByRole('checkbox', { name: /IRC nick/ }).check();
  await page.getByRole('button', { name: 'Add tool' }).click();
  await sees(page.getByText('Wiki can sign people in'));
  const codes = page.getByRole('dialog').locator('code');
  const shown = { clientId: await wordsOf(codes.nth(0)), secret: await wordsOf(codes.nth(1)) };
  await page.getByRole('link', { name: 'Done' }).click();
  await gone(page.getByRole('dialog'));
  return shown;
}

for (const javaScriptEnabled of [true, false])
  journey(
    `a member signs in to another tool ${javaScriptEnabled ? 'with' : 'without'} script`,
    async ({ visits }) => {
      const { url } = inject('product');
      const tool = await startTool(url);
      onTestFinished(() => tool.close());
      const owner = await visits.founder('Tool Makers');
      owner.faults.expect(/^400 POST .*sign-on/);
      const { clientId, secret } = await addTool(owner.page, owner.base, tool.callback);
      const first = await visits.stranger();
      const person = await joins(owner, first);

      const visitor = await visits.stranger({ javaScriptEnabled });
      const { page, faults } = visitor;
      faults.expect(/^left the product: GET http:\/\/127\.0\.0\.1:\d+\/callback/);
      // The browser reports what it skips when script is off.
      if (!javaScriptEnabled) faults.expect(/^csp GET \/assets\//);
      await page.goto(await tool.signIn(clientId));
      await page.getByLabel('E-mail').fill(person.email);
      await page.getByLabel('Password').fill(person.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await sees(page.getByRole('heading', { name: 'Sign in to Wiki' }));
      await sees(page.getByText(person.email).first());
      await sees(page.getByText('Nothing: you have no active account'));
      await page.getByRole('button', { name: 'Sign in to Wiki' }).click();
      await sees(page.getByRole('heading', { name: 'Welcome to the tool' }));
      const { idToken, userInfo } = await tool.learn(clientId, secret);
      expect(idToken.iss).toBe(url);
      expect(userInfo).toMatchObject({ name: person.name, email: person.email });
      expect(userInfo).not.toHaveProperty('irc_nick');

      // The owner of another organization is nobody to this tool.
      const other = await visits.founder('Elsewhere');
      await other.page.goto(await tool.signIn(clientId));
      await sees(other.page.getByText('is for members of Tool Makers only'));

      await owner.page.reload();
      await sees(owner.page.getByRole('cell', { name: '1', exact: true }));
      await owner.page.getByRole('link', { name: 'Remove Wiki' }).click();
      await owner.page.getByRole('button', { name: 'Remove Wiki' }).click();
      await sees(owner.page.getByText('Nobody signs in to it any more'));
      await other.page.goto(await tool.signIn(clientId));
      await sees(other.page.getByText('Patchbay does not know this tool'));
    },
  );
