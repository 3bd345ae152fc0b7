export { type FindDataKey, openingDataKeys } from './data-keys.ts';
export {
  type Opened,
  openSettings,
  openStored,
  type SettingsPlace,
  sealSettings,
  unreadableFields,
  unreadableMessage,
} from './settings.ts';
export { verifyKeyring } from './verify-keyring.ts';
