export type { CredentialStats, SandboxStats } from './counters.ts';
export { type Fault, faults } from './faults.ts';
export { demoSettings, type Sandbox, startSandbox } from './start.ts';
