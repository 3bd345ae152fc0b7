export { overdueAccounts, type SettledBatch, settleOutstanding } from './outstanding.ts';
export { accountDetails } from './record.ts';
export { type Settled, settleAccount } from './settle.ts';
export { type AccountSystem, type OpenSystemOptions, openAccountSystem } from './system.ts';
export { forgetTyped, keepTyped } from './typed-rows.ts';
