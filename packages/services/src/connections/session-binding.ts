import { sha256Hex } from '@patchbay/crypto';

/** A browser session with the person in it, as the server that reads cookies knows it. */
export type BrowserSession = {
  id: string;
  user: { id: string; name: string; email: string; operator: boolean };
};

/** 260 random bits; only their digest is stored. */
export const stateLength = 52;
export const stateMinutes = 10;

export const hashState = (state: string): Promise<string> =>
  sha256Hex(`patchbay/oauth-state/1\n${state}`);

/** Binds a state to the browser that started it: whoever lured somebody to a callback has another session. */
export const hashSession = (sessionId: string, userId: string): Promise<string> =>
  sha256Hex(`patchbay/oauth-session/1\n${sessionId}\n${userId}`);
