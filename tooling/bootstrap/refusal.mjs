/** An expected end: one paragraph for a person and an exit code (sysexits.h) for a script. */
export class Refusal extends Error {
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** 64 usage, 65 lockfile, 68 no registry, 70 install failed, 71 no fitting Node, 73 cannot write. */
export const exitCodes = {
  usage: 64,
  lockfile: 65,
  network: 68,
  install: 70,
  node: 71,
  unwritable: 73,
};
