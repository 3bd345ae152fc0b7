import type { AppLoadContext } from '@remix-run/node';
import { readPreferences } from '../session/preferences.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

/** What the rail and the top bar show around every signed-in page. */
export async function frameData(context: AppLoadContext, request: Request) {
  const person = requirePerson(context, request);
  const [organizations, preferences] = await Promise.all([
    orRefuse(context, context.caller().organizations.mine()),
    readPreferences(request),
  ]);
  return { person, organizations, preferences };
}

export type FrameData = Awaited<ReturnType<typeof frameData>>;
