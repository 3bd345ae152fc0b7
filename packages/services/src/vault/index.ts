export { type FindDataKey, openingDataKeys, sealingDataKey } from './data-keys.ts';
export {
  type Opened,
  openSettings,
  openStored,
  type SettingsPlace,
  sealSettings,
  unreadableFields,
  unreadableMessage,
} from './settings.ts';
export { openText, type SealingKey, sealText, type TextPlace } from './text.ts';
export { verifyKeyring } from './verify-keyring.ts';
