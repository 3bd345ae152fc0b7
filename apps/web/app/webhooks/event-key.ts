/** The moment is part of an event's name: it says in which day's records to look. */
export const eventKey = ({ id, receivedAt }: { id: string; receivedAt: Date }): string =>
  `${receivedAt.getTime().toString(36)}-${id}`;

const shape = /^([0-9a-z]{1,9})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function readEventKey(key: string): { id: string; receivedAt: Date } | null {
  const [, moment, id] = shape.exec(key) ?? [];
  if (moment === undefined || id === undefined) return null;
  return { id, receivedAt: new Date(Number.parseInt(moment, 36)) };
}
