export type { AesKey } from './aes-gcm.ts';
export { type Bytes, concat, toHex, toUtf8 } from './bytes.ts';
export { canonicalJson } from './canonical-json.ts';
export { chainHash, chainStart } from './chain-hash.ts';
export { constantTimeEqual } from './constant-time.ts';
export type { DataKeyBinding } from './data-key.ts';
export { rewrapDataKey, unwrapDataKey, wrapDataKey } from './data-key.ts';
export { hashApiKey, sha256Hex } from './digest.ts';
export { type ByteEncoding, decodeBytes } from './encoded-bytes.ts';
export type { KeyCheckResult } from './key-check.ts';
export { makeKeyCheck, verifyKeyCheck } from './key-check.ts';
export type { KeyRing, RingKey } from './key-ring.ts';
export { KeyRingError, parseKeyRing } from './key-ring.ts';
export { sealingKeyId } from './ring-envelope.ts';
export type { SealBinding } from './seal.ts';
export { isSealed, open, seal, sealedGeneration } from './seal.ts';
export type { SealErrorCode } from './seal-error.ts';
export { isSealError, SealError } from './seal-error.ts';
export {
  type Ed25519Key,
  type HmacHash,
  type HmacKey,
  hmac,
  importEd25519Key,
  importHmacKey,
  verifyEd25519,
  verifyHmac,
} from './signatures.ts';
