import { ButtonLink, ErrorState } from '@patchbay/ui';
import { isRouteErrorResponse, useRouteError, useRouteLoaderData } from '@remix-run/react';
import type { loader } from '../root.tsx';

type Words = { title: string; next: string };

const words: Partial<Record<number, Words>> = {
  400: { title: 'This request was not understood', next: 'Go back and try again.' },
  401: { title: 'You are signed out', next: 'Sign in to go on.' },
  403: {
    title: 'You may not see this',
    next: 'Your role in this organization does not include it. An owner or admin can change that.',
  },
  404: {
    title: 'There is nothing at this address',
    next: 'It may have been removed, or it belongs to an organization that you are not a member of.',
  },
  429: { title: 'Too many requests', next: 'Wait a minute, then try again.' },
  503: { title: 'This is not available right now', next: 'Try again in a minute.' },
};

const unexpected: Words = {
  title: 'This page could not be shown',
  next: 'The fault is ours and has been logged. Try again; if it stays, report it with the request id.',
};

/** What the browser's tab says of an error. */
export function errorTitle(error: unknown): string {
  return ((isRouteErrorResponse(error) && words[error.status]) || unexpected).title;
}

/** The error page of a route: what happened, what to do next, and the request id. */
export function RouteError() {
  const root = useRouteLoaderData<typeof loader>('root');
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const told = isRouteErrorResponse(error) ? Object(error.data) : {};
  const { title, next } = words[status] ?? unexpected;
  return (
    <ErrorState
      status={status}
      title={title}
      requestId={typeof told.requestId === 'string' ? told.requestId : root?.requestId}
      actions={
        <ButtonLink href={status === 401 ? '/sign-in' : '/'}>
          {status === 401 ? 'Sign in' : 'Go to the start'}
        </ButtonLink>
      }
    >
      {typeof told.message === 'string' && status !== 404 && <p>{told.message}</p>}
      <p>{next}</p>
    </ErrorState>
  );
}
