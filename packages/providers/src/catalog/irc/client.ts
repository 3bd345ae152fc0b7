import type { ApiClient } from '../../http/api-client.ts';
import { OutboundError } from '../../http/errors.ts';
import type { Links } from '../../kit/links.ts';
import { base64 } from '../../kit/session.ts';
import { type Account, athemeClient } from './atheme.ts';
import { nickServ } from './nickserv.ts';
import { unrealClient } from './unreal.ts';

export type IrcSettings = {
  athemeUrl: string;
  server: string;
  port: number;
  operAccount?: string;
  operPassword?: string;
  unrealUrl?: string;
  unrealUser?: string;
  unrealPassword?: string;
  unrealTlsFingerprint?: string;
};

export type IrcClient = ReturnType<typeof ircClient>;

/** The services operator, if one is entered whole. */
export const operatorOf = ({ operAccount, operPassword }: IrcSettings): Account | null =>
  operAccount && operPassword ? { account: operAccount, password: operPassword } : null;

export function ircClient(http: ApiClient, settings: IrcSettings, links: Links) {
  const { unrealUrl, unrealUser, unrealPassword, unrealTlsFingerprint: tlsFingerprint } = settings;
  const atheme = athemeClient(http, operatorOf(settings));
  const isWatched =
    unrealUrl !== undefined && unrealUser !== undefined && unrealPassword !== undefined;
  const unreal = isWatched
    ? unrealClient(
        links.api({
          baseUrl: unrealUrl,
          tlsFingerprint,
          headers: { authorization: `Basic ${base64(`${unrealUser}:${unrealPassword}`)}` },
        }),
      )
    : null;
  return {
    atheme,
    nickserv: nickServ(atheme),
    /** Whether the admin views are set up. */
    isWatched,
    /** @throws OutboundError where they are not */
    get unreal() {
      if (unreal) return unreal;
      throw new OutboundError(
        'misconfigured',
        'This needs UnrealIRCd: enter its address, rpc-user and password.',
      );
    },
  };
}
