import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { inject, test } from 'vitest';
import { openBrowser } from './browser.ts';
import { type Faults, watchFaults } from './faults.ts';
import { found, type Person, signIn, signUp, somebody } from './people.ts';

/** One person at one browser. */
export type Visitor = { context: BrowserContext; page: Page; faults: Faults };
export type Founder = Visitor & {
  person: Person;
  /** The path of the organization's pages: `/o/…`. */
  base: string;
};

type Visits = {
  /** Somebody who is signed out. */
  stranger(options?: BrowserContextOptions): Promise<Visitor>;
  /** The person whose password `npm start` prints. */
  demo(options?: BrowserContextOptions): Promise<Visitor>;
  /** A new person who has just founded an organization of their own. */
  founder(organization: string, options?: BrowserContextOptions): Promise<Founder>;
};

const patienceMs = 30_000;

/** A test in a browser. It fails on any fault that a page had and the journey did not expect. */
export const journey = test.extend<{ browser: Browser; visits: Visits }>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of fixtures from this pattern
    async ({}, use) => {
      const browser = await openBrowser();
      await use(browser);
      await browser.close();
    },
    { scope: 'file' },
  ],
  visits: async ({ browser }, use) => {
    const visitors: Visitor[] = [];
    await use(visitsOf(browser, visitors));
    const faults = visitors.flatMap((visitor) => visitor.faults.unexplained());
    await Promise.all(visitors.map(({ context }) => context.close()));
    if (faults.length > 0) throw new Error(`Faults in the pages:\n  ${faults.join('\n  ')}`);
  },
});

function visitsOf(browser: Browser, visitors: Visitor[]): Visits {
  const product = inject('product');
  const stranger = async (options: BrowserContextOptions = {}): Promise<Visitor> => {
    const context = await browser.newContext({
      baseURL: product.url,
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
      ...options,
    });
    context.setDefaultTimeout(patienceMs);
    const faults = watchFaults(context, options.baseURL ?? product.url);
    const visitor = { context, faults, page: await context.newPage() };
    visitors.push(visitor);
    return visitor;
  };
  return {
    stranger,
    async demo(options) {
      const visitor = await stranger(options);
      await signIn(visitor.context, product, product);
      return visitor;
    },
    async founder(organization, options) {
      const visitor = await stranger(options);
      const person = somebody();
      await signUp(visitor.context, product, person);
      return { ...visitor, person, base: await found(visitor.context, product, organization) };
    },
  };
}
