import { addImport, addItem, addLine, insertBefore } from '../edit.ts';
import type { Names } from '../names.ts';
import { namesOf } from '../names.ts';
import type { Step } from '../plan.ts';

/** A background job: its definition and queue, its handler in the worker, and a test of the handler. */
export function job([name = '']: string[]): Step[] {
  const names = namesOf(name);
  const { kebab, camel } = names;
  const definitions = 'packages/jobs/src/definitions';
  const handler = `import { ${camel}Handler } from './jobs/${kebab}.ts';`;
  const work = `  await jobs.work(${camel}, ${camel}Handler({ runtime, log }), { onFailure });\n`;
  return [
    { path: `${definitions}/${kebab}.ts`, content: definition(names) },
    { path: `apps/cron/src/jobs/${kebab}.ts`, content: handling(names) },
    { path: `apps/cron/src/jobs/${kebab}.test.ts`, content: test(names) },
    {
      path: `${definitions}/index.ts`,
      edit: (text) => {
        const imported = addImport(text, `import { ${camel} } from './${kebab}.ts';`);
        const list = 'export const jobDefinitions: readonly JobDefinition[] = [';
        return addLine(
          addItem(imported, list, `${camel},`),
          `export { ${camel} } from './${kebab}.ts';`,
        );
      },
    },
    {
      path: 'packages/jobs/src/index.ts',
      edit: (text) => addLine(text, `export { ${camel} } from './definitions/index.ts';`),
    },
    {
      path: 'apps/cron/src/worker.ts',
      edit: (text) => {
        const imported = addImport(text, `import { ${camel} } from '@patchbay/jobs';\n${handler}`);
        return insertBefore(imported, '  await jobs.work(maintainPartitions', work);
      },
    },
  ];
}

const definition = ({ kebab, camel }: Names) => `import { z } from 'zod';
import { defineJob } from '../define.ts';

/** What it does, and why repeating it is harmless. */
export const ${camel} = defineJob({
  name: '${kebab}',
  input: z.object({ organizationId: z.uuid() }),
  timeoutSeconds: 120,
});
`;

const handling = ({ camel, words }: Names) => `import type { JobHandler } from '@patchbay/jobs';
import type { Runtime } from '@patchbay/services';
import type { Log } from '../log.ts';

type Parts = { runtime: Pick<Runtime, 'clock'>; log: Log };

/** Calls a verb; what a job does is never written here. */
export const ${camel}Handler =
  ({ runtime, log }: Parts): JobHandler<{ organizationId: string }> =>
  async ({ input: { organizationId } }) => {
    log.info('${words.toLowerCase()}', { organizationId, at: runtime.clock.now().toISOString() });
  };
`;

const test = ({ kebab, camel, words }: Names) => `import { fixedClock } from '@patchbay/testing';
import { expect, it } from 'vitest';
import { createLog } from '../log.ts';
import { ${camel}Handler } from './${kebab}.ts';

it('says for which organization it ran, and when', async () => {
  const lines: string[] = [];
  const log = createLog('info', (line) => lines.push(line));
  const clock = fixedClock('2026-01-05T09:00:00Z');
  const organizationId = crypto.randomUUID();
  const { signal } = new AbortController();
  const running = { id: crypto.randomUUID(), input: { organizationId }, signal, attempt: 1 };
  await ${camel}Handler({ runtime: { clock }, log })(running);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: '${words.toLowerCase()}', organizationId, at: '2026-01-05T09:00:00.000Z' },
  ]);
});
`;
