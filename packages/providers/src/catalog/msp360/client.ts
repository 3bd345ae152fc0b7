import type { ApiClient } from '../../http/api-client.ts';
import type { Session } from '../../kit/auth.ts';
import { Companies, Login, Monitoring, User, Users } from './answers.ts';

/** Tokens end two weeks after login; without `expires_in` a day is kept in hand. */
const assumedLifeSeconds = 13 * 24 * 3600;

/** `POST /api/Provider/Login` with the API credentials; a refusal is 403. */
export async function msp360Login(
  http: ApiClient,
  settings: { login: string; password: string },
): Promise<Session> {
  const answer = await http.json('/api/Provider/Login', Login, {
    method: 'POST',
    json: { UserName: settings.login, Password: settings.password },
    idempotent: true,
  });
  return {
    headers: { authorization: `Bearer ${answer.access_token}` },
    expiresInSeconds: answer.expires_in ?? assumedLifeSeconds,
  };
}

/** MSP360 Managed Backup API, the parts that only read. */
export const msp360Client = (http: ApiClient) => ({
  companies: () => http.json('/api/Companies', Companies),
  users: () => http.json('/api/Users', Users),
  user: (id: string) => http.json(`/api/Users/${encodeURIComponent(id)}`, User),
  monitoring: () => http.json('/api/Monitoring', Monitoring),
  monitoringOf: (userId: string) =>
    http.json(`/api/Monitoring/${encodeURIComponent(userId)}`, Monitoring),
});
