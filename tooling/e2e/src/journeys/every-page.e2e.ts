import type { BrowserContext, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { axeFindings } from '../harness/axe.ts';
import { furnish } from '../harness/furnished.ts';
import { furnishAccounts } from '../harness/furnished-accounts.ts';
import { furnishHooks } from '../harness/furnished-hooks.ts';
import { furnishLeavers } from '../harness/furnished-leavers.ts';
import { journey } from '../harness/journey.ts';
import { found } from '../harness/people.ts';
import { pageRoutes, routesOf } from '../harness/routes.ts';

/** 1280 px at 200 % leave 640; from 1024 px on the rail takes its place beside the page. */
const narrow = [
  { name: '360 px', width: 360, height: 740 },
  { name: '200 % zoom', width: 640, height: 400 },
  { name: 'a small window', width: 1024, height: 700 },
];

/** Pages wait for the server more than for the machine, so some are open at a time. */
const tabs = 3;

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

/** What is wrong with one page; every page has one heading and a title of its own. */
async function look(page: Page, path: string, seen: Set<string>): Promise<string[]> {
  await page.goto(path);
  await page.waitForFunction(() => '__remixRouter' in window);
  for (const route of await routesOf(page)) seen.add(route);
  const titled = (await page.title()) !== 'Patchbay' && (await page.locator('h1').count()) === 1;
  const found = [...(await axeFindings(page)), ...(await overflows(page))];
  if (!titled) found.push(`“${await page.title()}” with ${await page.locator('h1').count()} h1`);
  return found.map((problem) => `${path}: ${problem}`);
}

/** Opens each page in one of the tabs and answers what is wrong with it. */
async function walk(context: BrowserContext, paths: string[], seen: Set<string>) {
  const problems: string[] = [];
  const left = paths.values();
  const oneTab = async () => {
    const page = await context.newPage();
    for (const path of left) problems.push(...(await look(page, path, seen)));
    await page.close();
  };
  await Promise.all(Array.from({ length: tabs }, oneTab));
  return problems;
}

const hooks = /^routes\/o\.\$org\.(webhooks|alerts|integrations\.\$provider\.webhooks)\b/;
const accounts =
  /^routes\/(o\.\$org\.((my-)?accounts|offboardings|settings\.members_|integrations\.\$provider\.accounts)|_own\.(account_|operator\.people))/;

/** Together the three have to see every route: what the first two patterns leave falls to the third. */
async function unseen(seen: Set<string>, isOurs: (route: string) => boolean): Promise<string[]> {
  return (await pageRoutes()).filter((route) => isOurs(route) && !seen.has(route));
}

const suits = 'suits a screen reader, both themes, a phone and 200 % zoom';
const hint = 'add the new page to furnished.ts or its neighbours';

journey(`every page of webhooks and alerts ${suits}`, async ({ visits }) => {
  const { context } = await visits.demo();
  const seen = new Set<string>();
  expect(await walk(context, await furnishHooks(context), seen)).toEqual([]);
  expect(await unseen(seen, (route) => hooks.test(route)), hint).toEqual([]);
});

journey(`every page about people and their accounts ${suits}`, async ({ visits }) => {
  const { context } = await visits.demo();
  const base = await found(context, inject('product'), 'Furnished Desks');
  const paths = [
    ...(await furnishAccounts(context, base)),
    ...(await furnishLeavers(context, base)),
  ];
  const seen = new Set<string>();
  expect(await walk(context, paths, seen)).toEqual([]);
  expect(await unseen(seen, (route) => accounts.test(route)), hint).toEqual([]);
});

journey(`every other page ${suits}`, async ({ visits }) => {
  const { context, faults } = await visits.demo();
  faults.expect(/^404 GET \/nowhere/);
  const { paths, invitation } = await furnish(context);
  const outside = await visits.stranger();
  const seen = new Set<string>();
  const problems = [
    ...(await walk(context, [...paths, '/nowhere'], seen)),
    ...(await walk(outside.context, ['/sign-in', '/sign-up', invitation], seen)),
  ];
  expect(problems).toEqual([]);
  const isOurs = (route: string) => !hooks.test(route) && !accounts.test(route);
  expect(await unseen(seen, isOurs), hint).toEqual([]);
});
