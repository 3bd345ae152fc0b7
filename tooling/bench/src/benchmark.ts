/** What one benchmark found. */
export type Measured = {
  /** Named numbers, the unit in the name (`checksPerSecond`, `p95Ms`). */
  figures: Record<string, number>;
  /** The same kind of work without the product, measured in the same run: what the machine gives at best. */
  limit: Record<string, number>;
  /** The product's share of the limit; 1 means that it costs nothing. */
  ratio: number;
};

/** What the command line says; `minutes` is for those that watch something over time. */
export type RunOptions = { minutes?: number };

/** `*.bench.ts` exports one as `benchmark`. */
export type Benchmark = {
  name: string;
  about: string;
  run(options: RunOptions): Promise<Measured>;
};
