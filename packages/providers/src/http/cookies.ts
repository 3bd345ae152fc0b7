/** Cookies of one client. It speaks to one host only, so domain and path play no part. */
export type CookieJar = {
  keep(setCookie: string | string[] | undefined): void;
  header(): string | undefined;
  clear(): void;
};

const maxCookies = 50;

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    clear: () => cookies.clear(),
    keep(setCookie) {
      for (const line of [setCookie ?? []].flat()) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
        const cut = pair.indexOf('=');
        if (cut < 1) continue;
        const name = pair.slice(0, cut);
        if (isDeletion(attributes)) cookies.delete(name);
        else if (cookies.has(name) || cookies.size < maxCookies)
          cookies.set(name, pair.slice(cut + 1));
      }
    },
    header() {
      if (cookies.size === 0) return undefined;
      return Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    },
  };
}

const isDeletion = (attributes: string[]): boolean =>
  attributes.some(
    (attribute) =>
      /^max-age=(0|-\d+)$/i.test(attribute) || /^expires=.*\b(1970|197\d)\b/i.test(attribute),
  );
