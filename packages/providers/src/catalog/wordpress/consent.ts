import type { Consent } from '../../kit/consent.ts';

type Settings = { siteUrl: string };

const placeOf = (address: string): string | null => {
  if (!URL.canParse(address)) return null;
  const { host, pathname } = new URL(address);
  return `${host}${pathname.replace(/\/+$/, '')}`;
};

/** Core's own page (since 5.6); it hands back `site_url`, `user_login` and `password` in the address. */
export const wordpressConsent: Consent<Settings> = {
  url({ siteUrl }, { appName, appId, successUrl, rejectUrl }) {
    const url = new URL(`${siteUrl}/wp-admin/authorize-application.php`);
    url.searchParams.set('app_name', appName);
    url.searchParams.set('app_id', appId);
    url.searchParams.set('success_url', successUrl);
    url.searchParams.set('reject_url', rejectUrl);
    return url;
  },
  read({ siteUrl }, callback) {
    const [username, applicationPassword] = [callback.get('user_login'), callback.get('password')];
    const isHere = placeOf(callback.get('site_url') ?? '') === placeOf(siteUrl);
    return isHere && username && applicationPassword ? { username, applicationPassword } : null;
  },
};
