import type { Environment } from './environment.ts';

/** What a command may use of the process it runs in. */
export type Terminal = {
  environment(): Environment;
  /** One line of result on standard output. */
  print(line: string): void;
  /** All of standard input, without the last line break: secrets come this way, never as arguments. */
  readInput(): Promise<string>;
};

export type Command = {
  /** As it is typed, with what has to be filled in: `operator grant EMAIL`. */
  usage: string;
  about: string;
  run(terminal: Terminal, given: string[]): Promise<void>;
};
