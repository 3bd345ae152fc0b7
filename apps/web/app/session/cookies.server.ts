/** The headers by which an answer sets a session's cookies. */
export function cookieHeaders({ setCookie }: { setCookie: readonly string[] }): Headers {
  const headers = new Headers();
  for (const cookie of setCookie) headers.append('set-cookie', cookie);
  return headers;
}
