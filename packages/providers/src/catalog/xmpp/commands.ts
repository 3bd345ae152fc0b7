import { OutboundError } from '../../http/errors.ts';
import type { XmppSession } from './session.ts';
import { type Element, xml } from './xml.ts';

const commandsNs = 'http://jabber.org/protocol/commands';
const admin = 'http://jabber.org/protocol/admin';
const dataNs = 'jabber:x:data';
const itemsNs = 'http://jabber.org/protocol/disco#items';
const stanzas = 'urn:ietf:params:xml:ns:xmpp-stanzas';

type Form = Record<string, string | readonly string[]>;
/** What a command came to. The text of its note is the server's own and in any language, so nothing rests on it. */
export type CommandOutcome = { isRefused: boolean; fields: Record<string, string[]> };

/** The names of the administrator's commands that a server has, such as `add-user`. */
export async function offeredCommands(session: XmppSession, domain: string): Promise<Set<string>> {
  const query = xml('query', { xmlns: itemsNs, node: commandsNs });
  const answer = await session.request('get', domain, query);
  refuse(answer, 'list commands');
  const items = answer.getChild('query', itemsNs)?.getChildren('item') ?? [];
  const nodes = items.map(({ attrs }) => String(attrs.node ?? ''));
  return new Set(
    nodes.flatMap((node) => (node.startsWith(`${admin}#`) ? [node.slice(admin.length + 1)] : [])),
  );
}

/**
 * Runs one command of XEP-0133: asks for its form and sends it back filled in (XEP-0050).
 * @throws OutboundError `misconfigured` when the server has no such command, `auth` when this account may not use it
 */
export async function runCommand(
  session: XmppSession,
  domain: string,
  name: string,
  form: Form,
): Promise<CommandOutcome> {
  const node = `${admin}#${name}`;
  const command = (attributes: Record<string, string>, ...content: Element[]) =>
    session.request(
      'set',
      domain,
      xml('command', { xmlns: commandsNs, node, ...attributes }, ...content),
    );
  const asked = await command({ action: 'execute' });
  refuse(asked, name);
  const begun = asked.getChild('command', commandsNs);
  if (!begun) throw strange();
  if (begun.attrs.status === 'completed') return outcomeOf(begun);
  const done = await command(
    { sessionid: String(begun.attrs.sessionid ?? ''), action: 'complete' },
    filled(form),
  );
  refuse(done, name);
  const completed = done.getChild('command', commandsNs);
  if (completed?.attrs.status !== 'completed') throw strange();
  return outcomeOf(completed);
}

const filled = (form: Form): Element =>
  xml(
    'x',
    { xmlns: dataNs, type: 'submit' },
    ...Object.entries({ FORM_TYPE: admin, ...form }).map(([name, value]) =>
      xml('field', { var: name }, ...[value].flat().map((text) => xml('value', {}, text))),
    ),
  );

function outcomeOf(command: Element): CommandOutcome {
  const notes = command.getChildren('note');
  const result = command.getChild('x', dataNs);
  const fields = (result?.getChildren('field') ?? []).map((field): [string, string[]] => [
    String(field.attrs.var ?? ''),
    field
      .getChildren('value')
      .flatMap((value) => value.getText().split('\n'))
      .filter(Boolean),
  ]);
  return {
    isRefused: notes.some(({ attrs }) => attrs.type === 'error'),
    fields: Object.fromEntries(fields),
  };
}

function refuse(answer: Element, what: string): void {
  if (answer.attrs.type !== 'error') return;
  const condition =
    answer.getChild('error')?.getChildrenByAttr('xmlns', stanzas)[0]?.getName() ?? 'unknown';
  if (['forbidden', 'not-allowed', 'not-authorized'].includes(condition))
    throw new OutboundError('auth', `The administrator's account may not do this (${what}).`, {
      trouble: { what: 'forbidden', code: condition },
    });
  if (['item-not-found', 'feature-not-implemented', 'service-unavailable'].includes(condition))
    throw new OutboundError('misconfigured', `The XMPP server has no command for this (${what}).`, {
      trouble: { what: 'misconfigured', code: condition },
    });
  throw new OutboundError('provider', `The XMPP server refused the command (${what}).`, {
    trouble: { what: 'provider', code: condition },
  });
}

const strange = () =>
  new OutboundError('invalid_response', 'The XMPP server answered a command in an unknown form.');
