import { readFingerprint } from '../http/tls.ts';
import { field } from './field.ts';

/** A field for the one certificate that a server may show, in place of any way to switch verification off. */
export const pinnedCertificate = (options: { label: string; help: string }) =>
  field.text({
    ...options,
    required: false,
    destination: true,
    maxLength: 200,
    placeholder: '3F:A1:…',
    normalize: (raw) => readFingerprint(raw) ?? raw.trim(),
    pattern: {
      regex: /^[0-9a-f]{64}$/,
      message:
        'must be a SHA-256 fingerprint: 64 hexadecimal digits, as "openssl x509 -noout -fingerprint -sha256" prints',
    },
  });
