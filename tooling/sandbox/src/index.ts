export { type Decision, giveConsent } from './consent.ts';
export type { GrantView } from './control.ts';
export type { CredentialStats, GrantStats, SandboxStats } from './counters.ts';
export { demo, demoSettings } from './demo.ts';
export { type Fault, faults } from './faults.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './start.ts';
export { type FakeUnreal, startUnreal } from './unreal/start.ts';
export { sendWebhooks, type WebhookOrder, type WebhookSent } from './webhooks/send.ts';
