import { expect, it } from 'vitest';
import {
  isSealed,
  open,
  parseKeyRing,
  sealingKeyId,
  unwrapDataKey,
  verifyKeyCheck,
} from './index.ts';

// Written once by format version 1 under the key of the bytes 0 to 31. They must open for ever; a new
// format needs a new version beside this one, not new texts here.
const written = {
  check:
    'pbc1.c67fb2613594.-8_m_Q7SZXgXNklPC6yJaAKninJ1LHvMv4l7-9K2JH3jT_MH9NB41YAB0KW-2upZSpq0bF7-4ZH9',
  wrapped:
    'pbk1.c67fb2613594._vAlzBZNYYN2Y1vY54Mw759g_C_wzohXrRcpdQBfUbD2R2RaFhGXiC-nMyTxbobSkpactCh6DVx1ZiJn',
  sealed: 'pb1.1.kIGt6oXC8Lp41XMkheQFkOHv05kAj8YvKOWyt7o6vS66aT6CdZcm4pl6D9n41MDc7rrkszvGgyridw9D',
};

it('opens what the first version wrote', async () => {
  const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
  const ring = await parseKeyRing(bytes.toString('base64'));
  expect(sealingKeyId(written.check)).toBe(ring.current.id);
  expect(await verifyKeyCheck(ring, written.check)).toBe('current');

  const binding = { organizationId: 'org-a', generation: 1 };
  const dataKey = await unwrapDataKey(ring, written.wrapped, binding);
  expect(isSealed(written.sealed)).toBe(true);
  expect(
    await open(dataKey, written.sealed, {
      organizationId: 'org-a',
      integrationId: 'int-a',
      field: 'apiToken',
      keyGeneration: 1,
    }),
  ).toBe('hunter2 🔑');
});
