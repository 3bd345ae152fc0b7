import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData } from '@remix-run/react';
import { Frame } from '../frame/frame.tsx';
import { frameData } from '../frame/frame-data.server.ts';
import { lastOrganization } from '../session/last-organization.server.ts';

export { unlessFilters as shouldRevalidate } from '../frame/unless-filters.ts';

/** The frame of pages that belong to a person, beside the organization they were in last. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const data = await frameData(context, request);
  const last = await lastOrganization(request);
  const organization = data.organizations.find(({ slug }) => slug === last);
  return { data, organization: organization ?? data.organizations[0] ?? null };
}

export default function OwnLayout() {
  const { data, organization } = useLoaderData<typeof loader>();
  return (
    <Frame data={data} organization={organization}>
      <Outlet />
    </Frame>
  );
}
