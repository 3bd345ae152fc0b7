import { toUtf8 } from '@patchbay/crypto';
import { WebhookRules } from '@patchbay/providers';
import { describe, expect, it } from 'vitest';
import { readContent, valueAt } from './content.ts';
import { readFacts } from './event-facts.ts';
import { passesFilters } from './filters.ts';
import type { WebhookRequest } from './request.ts';

const rules = (parts: Partial<WebhookRules>) =>
  WebhookRules.parse({ verifier: { kind: 'token', header: 'x-token' }, ...parts });
const request = (body: string, at = 0, headers = {}): WebhookRequest => ({
  headers,
  body: toUtf8(body),
  pathSecret: null,
  at,
});
const factsOf = (
  parts: Partial<WebhookRules>,
  asked: WebhookRequest,
  timestamp: string | null = null,
) => readFacts(rules(parts), asked, readContent(asked.body, undefined), timestamp);

describe('a delivery id', () => {
  it('is the first that is there', () => {
    const deliveryId = [{ header: 'x-id' }, { pointers: ['/a', '/b'] }, { pointers: ['/c'] }];
    const asked = (headers = {}) => request('{"a":1,"c":"see"}', 0, headers);
    expect(factsOf({ deliveryId }, asked({ 'x-id': 'one' })).deliveryId).toBe('one');
    expect(factsOf({ deliveryId }, asked()).deliveryId).toBe('see');
    expect(factsOf({ deliveryId }, request('{"a":1,"b":2}')).deliveryId).toBe('1:2');
  });

  it('is derived from body and signed time where there is none', () => {
    const id = (body: string, timestamp: string) =>
      factsOf({}, request(body), timestamp).deliveryId;
    expect(id('{}', '1')).toBe(id('{}', '1'));
    expect(new Set([id('{}', '1'), id('{}', '2'), id('{} ', '1'), id('1{}', '')]).size).toBe(4);
  });

  it('holds for ten minutes where nothing tells the time', () => {
    const id = (at: number) => factsOf({}, request('{}', at)).deliveryId;
    expect(id(0)).toBe(id(599_999));
    expect(id(0)).not.toBe(id(600_000));
  });

  it('that is very long is known by its digest, so that two never become one', () => {
    const deliveryId = [{ header: 'x-id' }];
    const id = (text: string) =>
      factsOf({ deliveryId }, request('', 0, { 'x-id': text })).deliveryId;
    expect(id(`${'a'.repeat(5_000)}1`)).not.toBe(id(`${'a'.repeat(5_000)}2`));
    expect(id('a'.repeat(5_000)).length).toBeLessThan(100);
  });

  it('can be stored whatever it is', () => {
    const deliveryId = [{ pointers: ['/id'] }];
    const { deliveryId: id } = factsOf({ deliveryId }, request('{"id":"a\\u0000\\ud800b"}'));
    expect(id).toBe('a\ufffd\ufffdb');
  });
});

describe('a body', () => {
  it.each([
    ['{"a":1}', '/a', '1'],
    ['{"a":{"b/c":"x"}}', '/a/b~1c', 'x'],
    ['{"a":[{"b":true}]}', '/a/0/b', 'true'],
    ['{"a":null}', '/a', undefined],
    ['{"a":{}}', '/a', undefined],
    ['{"a":""}', '/a', undefined],
    ['{}', '/constructor/name', undefined],
    ['{}', '/__proto__/a', undefined],
    ['[]', '/length', '0'],
    ['not json', '/a', undefined],
    ['', '/a', undefined],
  ])('%s has at %s %s', (text, pointer, value) => {
    expect(valueAt(readContent(toUtf8(text), undefined), pointer)).toBe(value);
  });

  it('that is a form is read as one, and never throws', () => {
    const form = 'application/x-www-form-urlencoded; charset=utf-8';
    const read = (text: string) => readContent(toUtf8(text), form);
    expect(read('a=1&payload=%7B%22b%22%3A2%7D')).toEqual({ a: '1', payload: { b: 2 } });
    expect(read('payload=%7B')).toBeNull();
  });
});

describe('filters', () => {
  const event = { eventType: 'message.posted', channel: 'C1' };
  it.each([
    [{}, true],
    [{ events: [] }, false],
    [{ events: ['message.posted'] }, true],
    [{ events: ['message'] }, false],
    [{ events: ['message.*'] }, true],
    [{ events: ['*'] }, true],
    [{ channels: ['C2'] }, false],
    [{ channels: ['C2', 'C1'] }, true],
    [{ events: ['message.*'], channels: ['C2'] }, false],
  ])('%j', (filters, passes) => {
    expect(passesFilters(filters, event)).toBe(passes);
  });

  it('of channels let through what has none, and of events nothing without a type', () => {
    expect(passesFilters({ channels: ['C1'] }, { eventType: 'a', channel: null })).toBe(true);
    expect(passesFilters({ events: ['a'] }, { eventType: null, channel: null })).toBe(false);
  });
});
