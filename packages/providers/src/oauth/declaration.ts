/** A JSON object as a provider sent it, before anything was checked. */
export type Answer = Record<string, unknown>;

export type Grant = 'authorization_code' | 'refresh_token';
export type TokenKind = 'refresh' | 'access';

/** The app that is registered at the provider: the organization's own, or the shared one of the operator. */
export type OAuthClient = { id: string; secret: string };

export type Scopes = {
  /** Without these the connection does not do its work; missing ones are drift. */
  required: readonly string[];
  /** Asked for unless the settings say otherwise; holds the required ones. */
  default: readonly string[];
  /** What a person may ask for on top. */
  optional?: readonly string[];
  /** In the authorize address; answers are read with either. A space unless told. */
  separator?: ' ' | ',';
};

/** How a token is ended at the provider. */
export type Revocation = {
  url: string;
  /** Which tokens it takes, in the order they are sent; one call each, or only the first with `once`. */
  accepts: readonly TokenKind[];
  once?: boolean;
  /** `client`: RFC 7009, signed by the app. `bearer`: signed by the token that is to end. */
  signedBy?: 'client' | 'bearer';
  /** `token_type_hint` of RFC 7009. */
  hint?: boolean;
  /** Finds the trouble in a good status: a code of the provider, or `null`. */
  troubleIn?: (answer: Answer) => string | null;
  /** Codes that say the token was dead already, which is what was wanted. */
  done?: readonly string[];
};

/** A provider's OAuth 2.0, with everything in which it differs from the standard. */
export type OAuth2<Settings> = {
  kind: 'oauth2';
  authorizeUrl: string;
  tokenUrl: string;
  /** RFC 9207: what `iss` must be when it is sent; the origin of `authorizeUrl` unless told. */
  issuer?: string;
  /** A callback without `iss` is refused. Only where the provider is known to send it always. */
  alwaysSendsIssuer?: boolean;
  /** The app as the settings (with those of the shared app laid over them) name it. */
  client: (settings: Settings) => { id: string | undefined; secret: string | undefined };
  /** Setting → environment variable of the app that the operator shares. */
  sharedApp?: Readonly<Record<string, string>>;
  /**
   * How the app signs at the token endpoint. `basic` joins id and secret as they are, which is what the
   * catalog's providers read; `basic_encoded` encodes them first, as RFC 6749 2.3.1 asks.
   */
  clientAuth: 'basic' | 'basic_encoded' | 'body';
  tokenBody?: 'form' | 'json';
  pkce: 's256' | 'unsupported';
  scopes: Scopes;
  /** Scopes that the settings ask for, separated by spaces or commas. */
  scopesOf?: (settings: Settings) => string | undefined;
  authorizeParameters?: (
    settings: Settings,
    scopes: readonly string[],
  ) => Record<string, string | undefined>;
  /** Values of `token_type` besides `bearer`, in small letters. */
  tokenTypes?: readonly string[];
  /** `rotates`: every refresh ends the old refresh token. `keeps`: it goes on. `none`: there is none. */
  refresh: 'rotates' | 'keeps' | 'none';
  /** Makes a token answer look as RFC 6749 wants it, trouble included (`error`). */
  readAnswer?: (answer: Answer, about: { status: number; grant: Grant }) => Answer;
  /** What else of a token answer is worth keeping; it must not hold a secret. */
  extra?: (answer: Answer) => Answer;
  /** Codes of the provider that mean one of RFC 6749's. */
  errorCodes?: Readonly<Record<string, string>>;
  revoke?: Revocation;
};
