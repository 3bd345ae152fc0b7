import { FormErrors, Link, TextField } from '@patchbay/ui';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { attempt, textOf } from '../forms/attempt.server.ts';
import { fieldOf, useReply } from '../forms/reply.ts';
import { SubmitButton } from '../forms/submit-button.tsx';
import { Door } from '../parts/door.tsx';
import { redirectWithNotice } from '../session/notice.server.ts';
import { orRefuse } from '../session/refuse.server.ts';
import { requirePerson } from '../session/require.server.ts';

export const meta = () => [{ title: 'Create organization · Patchbay' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const person = requirePerson(context, request);
  const mine = await orRefuse(context, context.caller().organizations.mine());
  return { first: mine.length === 0, email: person.email };
}

export async function action({ context, request }: ActionFunctionArgs) {
  requirePerson(context, request);
  const form = await request.formData();
  const work = async () => {
    const name = textOf(form, 'name');
    const slug = textOf(form, 'slug');
    const made = await context.caller().organizations.create(slug ? { name, slug } : { name });
    return redirectWithNotice(`/o/${made.slug}`, `${made.name} is ready. Connect something first.`);
  };
  return attempt(context, form, work, { keep: ['name', 'slug'] });
}

export default function NewOrganizationPage() {
  const { first, email } = useLoaderData<typeof loader>();
  const reply = useReply();
  return (
    <Door
      title={first ? 'Name your organization' : 'Create an organization'}
      note="An organization owns its integrations, their credentials and its members. You become its owner."
      footer={
        first ? (
          `Signed in as ${email}. To join an existing organization, open the invitation link you were sent.`
        ) : (
          <Link href="/">Back to your organizations</Link>
        )
      }
    >
      <Form method="post" className="flex flex-col gap-4">
        <FormErrors errors={reply?.errors} />
        <TextField
          label="Name"
          autoComplete="organization"
          autoFocus
          required
          maxLength={80}
          {...fieldOf(reply, 'name')}
        />
        <TextField
          label="Address"
          optional
          mono
          hint="The part after /o/ in links, such as acme-europe. Left empty it follows the name; it cannot be changed later."
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          pattern="[a-z0-9]+(-[a-z0-9]+)*"
          {...fieldOf(reply, 'slug')}
        />
        <SubmitButton className="mt-2">Create organization</SubmitButton>
      </Form>
    </Door>
  );
}
