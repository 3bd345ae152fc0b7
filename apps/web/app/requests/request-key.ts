/** The moment is part of a call's name: it says in which day's records to look. */
export const requestKey = ({ id, createdAt }: { id: string; createdAt: Date }): string =>
  `${createdAt.getTime().toString(36)}-${id}`;

const shape = /^([0-9a-z]{1,9})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function readRequestKey(key: string): { id: string; createdAt: Date } | null {
  const [, moment, id] = shape.exec(key) ?? [];
  if (moment === undefined || id === undefined) return null;
  return { id, createdAt: new Date(Number.parseInt(moment, 36)) };
}
