import { createHmac } from 'node:crypto';
import { services } from '@patchbay/services';
import { openTenant } from '../proxy/scene.ts';

export const bodyBytes = 1_024;
export const sourceSecret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const key = Buffer.from(sourceSecret.slice(6), 'base64');

/** The product with a source to send to. */
export async function openSource(stack: AsyncDisposableStack) {
  const tenant = await openTenant(stack);
  const source = await services.sources.create(tenant.owner, {
    provider: 'standard-webhooks',
    secret: sourceSecret,
  });
  return { ...tenant, source, path: new URL(source.url ?? '').pathname };
}

export const hooksScript = new URL(
  '../../../../apps/web/server/hooks/testing/serve.ts',
  import.meta.url,
);

/** An event of 1 KB. */
export function bodyOf(id: string): Buffer {
  const head = `{"type":"bench.event","id":"${id}","fill":"`;
  return Buffer.from(`${head}${'x'.repeat(bodyBytes - head.length - 2)}"}`);
}

/** The bytes of a signed request, ready to be written. */
export function requestOf(path: string, id: string): Buffer {
  const body = bodyOf(id);
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const code = createHmac('sha256', key)
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    `webhook-id: ${id}`,
    `webhook-timestamp: ${timestamp}`,
    `webhook-signature: v1,${code}`,
    'user-agent: bench',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), body]);
}
