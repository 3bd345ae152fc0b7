/** An event as ingest writes it. */
export type EventRow = {
  id: string;
  /** Unix milliseconds. */
  receivedAt: number;
  organizationId: string;
  endpointId: string;
  integrationId: string | null;
  provider: string;
  deliveryId: string;
  eventType: string | null;
  channel: string | null;
  state: 'received' | 'filtered';
  contentType: string | null;
  headers: Record<string, string>;
  body: Uint8Array;
  signedAt: Date | null;
};

/** What became of it: `duplicate` is an earlier copy's fate. */
export type Stored = 'stored' | 'duplicate';
