/** One broken rule, at a place an editor can open. `file` is relative to the repository. */
export type Finding = { file: string; line: number; problem: string };

export const printed = ({ file, line, problem }: Finding): string => `${file}:${line} ${problem}`;
