import { expect, inject } from 'vitest';
import { configured } from '../harness/integrations.ts';
import { journey } from '../harness/journey.ts';
import { awake, isAt, sees } from '../harness/sight.ts';

journey('a broken connection is mended on a phone', async ({ visits }) => {
  const wiki = inject('wiki');
  const { page, context, base } = await visits.founder('On the Road', {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 3,
  });
  const here = `${base}/integrations/mediawiki`;
  await configured(context, here, {
    apiUrl: wiki.apiUrl,
    botUser: wiki.botUser,
    botPassword: wiki.wrongPassword,
  });
  await page.goto(base);
  await awake(page);
  await page.getByRole('button', { name: 'Menu' }).tap();
  await page.getByRole('navigation', { name: 'Main' }).getByText('Integrations').tap();
  await isAt(page, `${base}/integrations`);
  await page.getByRole('link', { name: /^Replace credentials/ }).tap();
  await isAt(page, `${here}/configuration`);
  await page.getByText('Replace Bot password').tap();
  await page.getByLabel('New Bot password').fill(wiki.botPassword);
  await page.getByRole('button', { name: 'Save and test' }).tap();
  await isAt(page, here);
  await sees(page.getByText('Active', { exact: true }));
  for (const name of ['Test connection', 'Pause', 'More for MediaWiki']) {
    const box = await page.getByRole('button', { name, exact: true }).boundingBox();
    expect({ name, large: (box?.height ?? 0) >= 44 }).toEqual({ name, large: true });
  }
});
