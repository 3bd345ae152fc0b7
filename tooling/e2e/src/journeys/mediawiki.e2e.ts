import { expect, inject } from 'vitest';
import { listenToAnswers } from '../harness/answers.ts';
import { journey } from '../harness/journey.ts';
import { awake, isAt, sees } from '../harness/sight.ts';

journey(
  'a real wiki: refused with a wrong password, active with the right one',
  async ({ visits }) => {
    const wiki = inject('wiki');
    const { page, context, base } = await visits.founder('Wiki keepers');
    const here = `${base}/integrations/mediawiki`;
    const answers = await listenToAnswers(context, page);
    const stage = (text: string) => page.getByRole('listitem').filter({ hasText: text });

    await page.goto(`${here}/configuration`);
    await awake(page);
    await page.getByLabel('API address').fill(wiki.apiUrl);
    await page.getByLabel('Bot name').fill(wiki.botUser);
    await page.getByLabel('Bot password').fill(wiki.wrongPassword);
    await page.getByRole('button', { name: 'Save and test' }).click();

    await isAt(page, here);
    await sees(stage('Address passed'));
    await sees(stage('Sign-in failed'));
    await sees(stage('Sample read skipped'));
    await sees(page.getByText('Error: sign in again'));
    await sees(page.getByText('automatic checks wait until new settings are saved'));
    await page.goto(`${base}/integrations`);
    await sees(page.getByText('automatic checks are on hold'));

    await page.getByRole('link', { name: /^Replace credentials/ }).click();
    await isAt(page, `${here}/configuration`);
    await page.getByText('Replace Bot password').click();
    await page.getByLabel('New Bot password').fill(wiki.botPassword);
    await page.getByRole('button', { name: 'Save and test' }).click();
    await isAt(page, here);
    await sees(stage('Sample read passed'));
    await sees(page.getByText('Active', { exact: true }));
    expect(await page.getByText('Error: sign in again').count()).toBe(0);

    await page.goto(`${here}/audit`);
    const entries = page.getByRole('main').locator('details');
    await expect
      .poll(() =>
        entries.evaluateAll((all) =>
          all.map((one) => one.querySelector('code, .font-mono span:nth-child(2)')?.textContent),
        ),
      )
      .toEqual(['health_ok', 'reconfigured', 'health_error', 'configured']);
    for (const entry of await entries.all()) await entry.locator('summary').click();
    await sees(page.getByText('replaced, not shown'));

    for (const secret of [wiki.wrongPassword, wiki.botPassword]) {
      expect(await answers.holding(secret)).toEqual([]);
      expect(await page.content()).not.toContain(secret);
    }
    // What is not secret was seen, so the listening works.
    expect(await answers.holding(wiki.botUser)).not.toEqual([]);
  },
);
