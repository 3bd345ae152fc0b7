import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings } from '../harness/axe.ts';
import { furnish } from '../harness/furnished.ts';
import { journey } from '../harness/journey.ts';
import { pageRoutes, routesOf } from '../harness/routes.ts';

/** 1280 px at 200 % leave 640. */
const narrow = [
  { name: '360 px', width: 360, height: 740 },
  { name: '200 % zoom', width: 640, height: 400 },
];

async function overflows(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const { name, ...size } of narrow) {
    await page.setViewportSize(size);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) found.push(`${name}: scrolls sideways by ${wider} px`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  return found;
}

/** Opens each page and answers what is wrong with it; every page has one heading and a title of its own. */
async function walk(page: Page, paths: string[], seen: Set<string>): Promise<string[]> {
  const problems: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await page.waitForFunction(() => '__remixRouter' in window);
    for (const route of await routesOf(page)) seen.add(route);
    const titled = (await page.title()) !== 'Patchbay' && (await page.locator('h1').count()) === 1;
    const found = [...(await axeFindings(page)), ...(await overflows(page))];
    if (!titled) found.push(`“${await page.title()}” with ${await page.locator('h1').count()} h1`);
    problems.push(...found.map((problem) => `${path}: ${problem}`));
  }
  return problems;
}

journey(
  'every page suits a screen reader, both themes, a phone and 200 % zoom',
  async ({ visits }) => {
    const { page, context, faults } = await visits.demo();
    faults.expect(/^404 GET \/nowhere/);
    const { paths, invitation } = await furnish(context);
    const outside = await visits.stranger();
    const seen = new Set<string>();
    const problems = [
      ...(await walk(page, [...paths, '/nowhere'], seen)),
      ...(await walk(outside.page, ['/sign-in', '/sign-up', invitation], seen)),
    ];
    expect(problems).toEqual([]);
    const unseen = (await pageRoutes()).filter((route) => !seen.has(route));
    expect(unseen, 'add the new page to furnished.ts').toEqual([]);
  },
  420_000,
);
