import { describe, expect, it } from 'vitest';
import { redactEndpoint, redactText } from './redact-text.ts';

const redaction = { names: ['blocks'], values: ['the-secret-in-use'] };
const json = (text: string) => redactText(text, 'application/json', redaction);

describe('text of a body', () => {
  it('keeps JSON byte for byte but for values under secret names, of any kind', () => {
    expect(
      json('{ "a" : 1, "token": "x", "list": [ {"password" : {"deep": [1, "]"]}} ], "b":null}'),
    ).toBe('{ "a" : 1, "token": "[redacted]", "list": [ {"password" : "[redacted]"} ], "b":null}');
    expect(json('{"blocks":[{"text":"private"}],"secret":true,"api_key":12,"x":"y"}')).toBe(
      '{"blocks":"[redacted]","secret":"[redacted]","api_key":"[redacted]","x":"y"}',
    );
  });

  it('finds names however they are written, and is not led astray by text', () => {
    expect(json('{"to\\u006ben":"x"}')).toBe('{"to\\u006ben":"[redacted]"}');
    expect(json('{"note":"say \\"token\\": \\"y\\", ok","z":":\\"","password":"x"}')).toBe(
      '{"note":"say \\"token\\": \\"y\\", ok","z":":\\"","password":"[redacted]"}',
    );
    expect(json('{"a":",","token":"x"}')).toBe('{"a":",","token":"[redacted]"}');
  });

  it('works wherever it is cut', () => {
    const whole = '{"a":1,"access_token":"abcdefghijklmnop","n":{"secret":{"v":["abcdefgh"]}}}';
    for (let length = 0; length <= whole.length; length += 1) {
      expect(json(whole.slice(0, length))).not.toMatch(/abcd/);
    }
  });

  it('loses the values in use wherever they stand, also when they are cut', () => {
    expect(json('{"echo":"Bearer the-secret-in-use!"}')).toBe('{"echo":"Bearer [redacted]!"}');
    expect(redactText('… the-secret-in', 'text/plain', redaction)).toBe('… [redacted]');
    expect(redactText(btoa('the-secret-in-use'), 'text/plain', redaction)).toBe('[redacted]');
  });

  it.each([
    ['application/json', JSON.stringify({ a: 'four "words" & more' })],
    ['application/x-www-form-urlencoded', `a=${new URLSearchParams({ b: 'four "words" & more' })}`],
    ['text/plain', `?a=${encodeURIComponent('four "words" & more')}`],
  ])('knows a value in use as %s writes it', (type, text) => {
    const values = ['four "words" & more'];
    expect(redactText(text, type, { names: [], values })).toMatch(
      /^[^a-z]*a[^a-z]+(b=)?\[redacted\]/,
    );
    expect(redactText(text, type, { names: [], values })).not.toMatch(/four|words/);
  });

  it('knows forms and markup', () => {
    expect(
      redactText(
        'a=1&client_secret=x&pass%77ord=y',
        'application/x-www-form-urlencoded',
        redaction,
      ),
    ).toBe('a=1&client_secret=[redacted]&pass%77ord=[redacted]');
    expect(
      redactText('<a><ns:Password>x</ns:Password><b token="y">z</b></a>', 'text/xml', redaction),
    ).toBe('<a><ns:Password>[redacted]</ns:Password><b token="[redacted]">z</b></a>');
  });

  it('leaves no secret in an address', () => {
    expect(redactEndpoint('/a/the-secret-in-use?api_key=1&page=2', redaction)).toBe(
      '/a/[redacted]?api_key=[redacted]&page=2',
    );
  });
});
