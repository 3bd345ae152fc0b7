import { createHmac } from 'node:crypto';
import { toUtf8 } from '@patchbay/crypto';
import { findWebhooks, type Verifier, WebhookRules } from '@patchbay/providers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifierKey } from './keys.ts';
import type { WebhookRequest } from './request.ts';
import { verify } from './verify.ts';

const rulesOf = (sender: string): Verifier => {
  const rules = findWebhooks(sender)?.rules;
  if (!rules) throw new Error(`no rules of ${sender}`);
  return rules.verifier;
};
const request = (
  headers: Record<string, string | string[]>,
  body: string,
  at: number,
): WebhookRequest => ({ headers, body: toUtf8(body), pathSecret: null, at });

async function outcome(verifier: Verifier, secrets: string[], asked: WebhookRequest) {
  const keys = await Promise.all(secrets.map((secret) => verifierKey(verifier, secret)));
  const usable = keys.filter((key) => key !== null);
  const verified = await verify(verifier, usable, asked);
  return verified.ok ? `key ${verified.keyIndex}` : verified.reason;
}

describe("Slack's own example", () => {
  // docs.slack.dev, "Verifying requests from Slack", but for the token, whose rest the page leaves out.
  const secret = '8f742231b10e8888abcd99yyyzzz85a5';
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  const headers = {
    'x-slack-request-timestamp': '1531420618',
    'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  };
  const at = 1_531_420_618_000;

  it('is right within five minutes, before and after', async () => {
    for (const shift of [0, 300_000, -300_000])
      expect(await outcome(rulesOf('slack'), [secret], request(headers, body, at + shift))).toBe(
        'key 0',
      );
    const late = request(headers, body, at + 301_000);
    expect(await outcome(rulesOf('slack'), [secret], late)).toBe('timestamp_old');
    const early = request(headers, body, at - 301_000);
    expect(await outcome(rulesOf('slack'), [secret], early)).toBe('timestamp_future');
  });

  it('is wrong with another body, secret or version', async () => {
    const slack = rulesOf('slack');
    expect(await outcome(slack, [secret], request(headers, `${body} `, at))).toBe('no_match');
    expect(await outcome(slack, [`${secret}x`], request(headers, body, at))).toBe('no_match');
    const other = {
      ...headers,
      'x-slack-signature': headers['x-slack-signature'].replace('v0', 'v1'),
    };
    expect(await outcome(slack, [secret], request(other, body, at))).toBe('signature_malformed');
  });
});

it("GitHub's own example is right", async () => {
  // docs.github.com, "Validating webhook deliveries", "Testing the webhook payload validation".
  const headers = {
    'x-hub-signature-256':
      'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
  };
  const asked = request(headers, 'Hello, World!', 0);
  expect(await outcome(rulesOf('github'), ["It's a Secret to Everybody"], asked)).toBe('key 0');
});

describe('what the official library of Standard Webhooks signs', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const other = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
  const at = 1_700_000_000_000;
  const body = '{"type":"a","n":"\u00e9 \u{1f600}"}';
  const headersOf = (signature: string) => ({
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(at / 1_000),
    'webhook-signature': signature,
  });
  const sign = (key: string) => new Webhook(key).sign('msg_1', new Date(at), body);
  const check = (secrets: string[], signature: string) =>
    outcome(rulesOf('standard-webhooks'), secrets, request(headersOf(signature), body, at));

  it('is right with and without the prefix of the secret', async () => {
    expect(await check([secret], sign(secret))).toBe('key 0');
    expect(await check([secret.slice(6)], sign(secret))).toBe('key 0');
  });

  it('is right by any of several signatures and any of several secrets', async () => {
    const both = `v1a,AAAA ${sign(other)} ${sign(secret)} v1,`;
    expect(await check([secret], both)).toBe('key 0');
    expect(await check([secret, other], sign(other))).toBe('key 1');
    expect(await check([secret], sign(other))).toBe('no_match');
    expect(await check([], sign(secret))).toBe('no_secret');
  });

  it('is looked for among the first ten signatures only', async () => {
    const wrong = Array.from({ length: 10 }, () => sign(other)).join(' ');
    expect(await check([secret], `${wrong} ${sign(secret)}`)).toBe('no_match');
  });

  it('is refused in another spelling of the same bytes', async () => {
    const right = sign(secret);
    // The last letter before the padding carries two bits that have to be zero.
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const last = right.at(-2) ?? '';
    const spelled = `${right.slice(0, -2)}${letters[letters.indexOf(last) + 1]}=`;
    expect(await check([secret], spelled)).toBe('signature_malformed');
  });
});

describe('a custom verifier', () => {
  const custom = (verifier: unknown) => WebhookRules.parse({ verifier }).verifier;
  // The shape that Stripe documents: the timestamp stands in the header of the signature.
  const stripe = custom({
    kind: 'hmac',
    hash: 'sha256',
    signature: { header: 'Stripe-Signature', separator: ',', prefix: 'v1=', encoding: 'hex' },
    timestamp: { header: 'stripe-signature', separator: ',', prefix: 't=' },
    signed: ['timestamp', { text: '.' }, 'body'],
  });
  const at = 1_700_000_000_000;

  it('reads timestamp and signatures out of one header', async () => {
    const code = createHmac('sha256', 'whsec_stripe').update('1700000000.{}').digest('hex');
    const header = `t=1700000000,v1=${'0'.repeat(64)},v1=${code},v0=ff`;
    const check = (text: string) =>
      outcome(stripe, ['whsec_stripe'], request({ 'stripe-signature': text }, '{}', at));
    expect(await check(header)).toBe('key 0');
    expect(await check(header.replace('1700000000', '1700000001'))).toBe('no_match');
    expect(await check(header.replace('t=1700000000,', ''))).toBe('timestamp_missing');
  });

  it('knows timestamps in milliseconds', async () => {
    const verifier = custom({
      kind: 'hmac',
      hash: 'sha512',
      signature: { header: 'x-sig', encoding: 'base64' },
      timestamp: { header: 'x-time', unit: 'milliseconds', pastSeconds: 1, futureSeconds: 1 },
      signed: ['body', 'timestamp'],
    });
    const sign = (moment: number) => ({
      'x-time': String(moment),
      'x-sig': createHmac('sha512', 'secret').update(`{}${moment}`).digest('base64'),
    });
    const check = (moment: number) =>
      outcome(verifier, ['secret'], request(sign(moment), '{}', at));
    expect(await check(at)).toBe('key 0');
    expect(await check(at - 1_001)).toBe('timestamp_old');
    expect(await check(at + 1_001)).toBe('timestamp_future');
  });

  it('finds a repeated header to be none', async () => {
    const code = createHmac('sha256', 'secret').update('{}').digest('hex');
    const verifier = custom({
      kind: 'hmac',
      hash: 'sha256',
      signature: { header: 'x-sig', encoding: 'hex' },
      signed: ['body'],
    });
    const twice = request({ 'x-sig': [code, code] }, '{}', at);
    expect(await outcome(verifier, ['secret'], twice)).toBe('signature_malformed');
  });

  it.each([
    ['that leaves the body unsigned', { signed: ['timestamp'], timestamp: { header: 't' } }],
    ['with a timestamp that nobody signed', { signed: ['body'], timestamp: { header: 't' } }],
    ['that signs a timestamp it does not name', { signed: ['body', 'timestamp'] }],
    ['that signs an id it does not name', { signed: ['body', 'id'] }],
    ['that signs nothing', { signed: [] }],
    ['with a header that cannot be one', { signed: ['body'], signature: { header: 'a b' } }],
    ['without a form for its signature', { signed: ['body'], signature: { header: 'a' } }],
  ])('%s is no verifier', (_what, change) => {
    const base = { kind: 'hmac', hash: 'sha256', signature: { header: 'x', encoding: 'hex' } };
    expect(WebhookRules.safeParse({ verifier: { ...base, ...change } }).success).toBe(false);
  });

  it('that asks for nothing is no verifier', () => {
    expect(WebhookRules.safeParse({ verifier: { kind: 'none' } }).success).toBe(false);
    expect(WebhookRules.safeParse({}).success).toBe(false);
  });
});

it('whatever stands in the headers, nothing throws and nothing gets in', async () => {
  const odd = [
    '',
    ' ',
    ',',
    'v0=',
    'v1,',
    '=',
    '\u0000',
    'v0=\u00ff',
    '9'.repeat(400),
    '-1',
    '1e9',
    'NaN',
    '%00',
    '[object Object]',
    'x'.repeat(70_000),
    '__proto__',
  ];
  for (const sender of ['slack', 'discord', 'notion', 'github', 'standard-webhooks', 'pylon']) {
    const verifier = rulesOf(sender);
    const secret = sender === 'discord' ? 'ab'.repeat(32) : 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const names = [
      'x-slack-signature',
      'x-slack-request-timestamp',
      'x-signature-ed25519',
      'x-signature-timestamp',
      'x-notion-signature',
      'x-hub-signature-256',
      'webhook-id',
      'webhook-timestamp',
      'webhook-signature',
      'authorization',
    ];
    for (const one of odd) {
      for (const other of odd) {
        const headers = Object.fromEntries(names.map((name, at) => [name, at % 2 ? one : other]));
        const result = await outcome(verifier, [secret], request(headers, '{}', 1e12));
        expect(result, `${sender} ${one.slice(0, 9)} ${other.slice(0, 9)}`).not.toMatch(/^key/);
      }
    }
  }
});
