import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Benchmark, Measured } from './benchmark.ts';
import { loadBenchmarks } from './load.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, minutes: { type: 'string' } },
});
const benchmarks = await loadBenchmarks(new URL('./', import.meta.url));
process.exitCode = await main(positionals[0], values);

type Options = { json: boolean; minutes?: string | undefined };

async function main(name: string | undefined, { json, minutes }: Options): Promise<number> {
  if (name === undefined) return list();
  const chosen = benchmarks.find((benchmark) => benchmark.name === name);
  if (chosen === undefined) {
    console.error(`There is no benchmark "${name}". Names: ${names().join(', ') || 'none'}.`);
    return 64;
  }
  if (minutes !== undefined && !(Number(minutes) > 0)) {
    console.error('--minutes must be a number above 0.');
    return 64;
  }
  const measured = await chosen.run(minutes === undefined ? {} : { minutes: Number(minutes) });
  console.log(json ? JSON.stringify({ name, ...measured }) : asText(chosen, measured));
  return 0;
}

function list(): number {
  const width = Math.max(0, ...names().map(({ length }) => length)) + 2;
  for (const { name, about } of benchmarks) console.log(`${name.padEnd(width)}${about}`);
  if (benchmarks.length === 0) console.log('There are no benchmarks yet.');
  return 0;
}

function asText({ name, about }: Benchmark, { figures, limit, ratio }: Measured): string {
  const row = ([label, value]: [string, number]) => `  ${label.padEnd(28)}${round(value)}`;
  return [
    `${name}: ${about}`,
    ...Object.entries(figures).map(row),
    'limit measured in the same run',
    ...Object.entries(limit).map(row),
    row(['ratio', ratio]),
  ].join('\n');
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function names(): string[] {
  return benchmarks.map(({ name }) => name);
}
