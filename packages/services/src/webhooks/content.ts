/** Bodies beyond this are not looked into: reading one would hold up all others. */
const largestRead = 2_097_152;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What a body says, for reading event type and the like: JSON, or a form as an object of its fields (with Slack's JSON
 * field `payload` read too). Null when it is neither. The body itself is handed on as it came.
 */
export function readContent(body: Uint8Array, contentType: string | undefined): unknown {
  if (body.length === 0 || body.length > largestRead) return null;
  try {
    const text = decoder.decode(body);
    return contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded')
      ? readForm(text)
      : JSON.parse(text);
  } catch {
    return null;
  }
}

function readForm(text: string): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.fromEntries(new URLSearchParams(text));
  if (typeof fields.payload === 'string') fields.payload = JSON.parse(fields.payload);
  return fields;
}

/** The value at a JSON pointer (RFC 6901) as text; undefined where there is none. */
export function valueAt(content: unknown, pointer: string): string | undefined {
  let value = content;
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
