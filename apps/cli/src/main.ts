#!/usr/bin/env node
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { readEnvironment } from './environment.ts';
import { run } from './run.ts';

process.exitCode = await run(
  process.argv.slice(2),
  {
    environment: readEnvironment,
    print: (line) => process.stdout.write(`${line}\n`),
    readInput: async () => (await text(process.stdin)).replace(/\r?\n$/, ''),
  },
  (problem) => process.stderr.write(`${problem}\n`),
);
