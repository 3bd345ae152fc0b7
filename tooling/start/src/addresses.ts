const everywhere = new Set(['0.0.0.0', '::']);
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

export const isLoopback = (host: string): boolean => loopback.has(host);

/** Where this machine itself reaches what listens on the host. */
export function authority(host: string, port: number): string {
  if (everywhere.has(host)) return `127.0.0.1:${port}`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The address to print. Browsers accept Secure cookies over http only under a loopback name. */
export const publicAddress = (host: string, port: number): string =>
  everywhere.has(host) || isLoopback(host)
    ? `http://localhost:${port}`
    : `http://${authority(host, port)}`;
