import { readdir } from 'node:fs/promises';
import type { Benchmark } from './benchmark.ts';

/** Every benchmark in the folder, by the name of its file. */
export async function loadBenchmarks(folder: URL): Promise<Benchmark[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.bench.ts')).sort();
  return Promise.all(
    files.map(async (file) => {
      const loaded: { benchmark?: Benchmark } = await import(new URL(file, folder).href);
      if (loaded.benchmark === undefined) throw new Error(`${file} exports no "benchmark"`);
      return loaded.benchmark;
    }),
  );
}
