import { describe, expect, test } from 'vitest';
import { addressBlock, clientAddress } from './client-address.ts';

const headers = new Headers({ 'x-forwarded-for': '203.0.113.9, 198.51.100.7' });

describe('the address of a client', () => {
  test('is the socket’s unless a header is trusted', () => {
    expect(clientAddress(headers, '192.0.2.1', undefined)).toBe('192.0.2.1');
  });

  test('is the last entry of a trusted header, the one that the proxy itself wrote', () => {
    expect(clientAddress(headers, '192.0.2.1', 'x-forwarded-for')).toBe('198.51.100.7');
  });

  test('is the socket’s when the trusted header is missing or no address', () => {
    expect(clientAddress(new Headers(), '192.0.2.1', 'x-real-ip')).toBe('192.0.2.1');
    const odd = new Headers({ 'x-real-ip': 'nobody; drop table' });
    expect(clientAddress(odd, '192.0.2.1', 'x-real-ip')).toBe('192.0.2.1');
  });

  test('has one spelling', () => {
    expect(clientAddress(new Headers(), '::ffff:192.0.2.1', undefined)).toBe('192.0.2.1');
    expect(clientAddress(new Headers(), 'FE80::1%eth0', undefined)).toBe('fe80::1');
    expect(clientAddress(new Headers(), undefined, undefined)).toBeUndefined();
  });
});

describe('who shares a limit', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::ffff', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
    [undefined, 'unknown'],
  ])('%s counts as %s', (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});
