import { data, type LoaderFunctionArgs } from '@remix-run/node';

export function loader({ context }: LoaderFunctionArgs): never {
  throw data({ message: '', requestId: context.requestId }, { status: 404 });
}

export default function NothingHere() {
  return null;
}
