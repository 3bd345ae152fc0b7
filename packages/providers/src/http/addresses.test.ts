import { describe, expect, test } from 'vitest';
import { createAddressGuard, isAllowEntry } from './addresses.ts';

const reach = (address: string, allow: string[] = [], host = 'name.example', port = '443') => {
  const family = address.includes(':') ? 6 : 4;
  createAddressGuard(allow).checkAddresses(host, port, [{ address, family }]);
};
const visit = (url: string, allow: string[] = []) =>
  createAddressGuard(allow).checkUrl(new URL(url));

describe('without an allowlist', () => {
  test.each(['8.8.8.8', '93.184.216.34', '2606:4700::6810:84e5', '2a00:1450:4001::1'])(
    'reaches the public address %s',
    (address) => expect(() => reach(address)).not.toThrow(),
  );

  test.each([
    ['0.0.0.0'],
    ['10.0.0.1'],
    ['100.64.0.1'],
    ['127.0.0.1'],
    ['127.255.255.254'],
    ['169.254.10.10'],
    ['172.16.0.1'],
    ['172.31.255.255'],
    ['192.0.0.8'],
    ['192.0.2.1'],
    ['192.168.1.1'],
    ['198.18.0.1'],
    ['224.0.0.1'],
    ['240.0.0.1'],
    ['255.255.255.255'],
    ['::'],
    ['::1'],
    ['::7f00:1'],
    ['::ffff:127.0.0.1'],
    ['::ffff:10.0.0.1'],
    ['::ffff:0:127.0.0.1'],
    ['64:ff9b::7f00:1'],
    ['64:ff9b:1::7f00:1'],
    ['2001::1'],
    ['2001:db8::1'],
    ['2002:7f00:1::1'],
    ['fc00::1'],
    ['fd12:3456::1'],
    ['fe80::1'],
    ['fe80::1%eth0'],
    ['fec0::1'],
    ['ff02::1'],
    ['4000::1'],
  ])('refuses %s and names the setting that would allow it', (address) => {
    expect(() => reach(address)).toThrow(
      expect.objectContaining({
        kind: 'refused',
        message: expect.stringContaining('OUTBOUND_ALLOW'),
      }),
    );
  });

  test('refuses a name if any one of its addresses is not public', () => {
    const guard = createAddressGuard();
    const mixed = [
      { address: '93.184.216.34', family: 4 as const },
      { address: '::1', family: 6 as const },
    ];
    expect(() => guard.checkAddresses('mixed.example', '443', mixed)).toThrow(/::1/);
  });

  test.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://192.168.0.1./',
    'http://１２７.0.0.1/',
  ])('refuses the literal address in %s before any connection', (url) => {
    expect(() => visit(url)).toThrow(expect.objectContaining({ kind: 'refused' }));
  });

  test.each(['ftp://example.org/', 'file:///etc/passwd', 'gopher://example.org/'])(
    'refuses the protocol of %s',
    (url) => expect(() => visit(url)).toThrow(/http and https/),
  );

  test('refuses credentials in the address', () => {
    expect(() => visit('https://user:pass@example.org/')).toThrow(/user name/);
  });
});

describe('an allowlist', () => {
  test.each([
    [['127.0.0.1:4010'], '127.0.0.1', '4010'],
    [['127.0.0.1'], '127.0.0.1', '80'],
    [['10.0.0.0/8'], '10.20.30.40', '443'],
    [['fd00::/8'], 'fd12::1', '443'],
    [['[::1]:8080'], '::1', '8080'],
    [['::1'], '::1', '9'],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', '443'],
  ])('%j opens %s on port %s', (allow, address, port) => {
    expect(() => reach(address, allow, address, port)).not.toThrow();
  });

  test('by name opens what the name resolves to, on the given port only', () => {
    const allow = ['Wiki.Intern.example:8080'];
    expect(() => reach('10.0.0.9', allow, 'wiki.intern.example', '8080')).not.toThrow();
    expect(() => reach('10.0.0.9', allow, 'wiki.intern.example', '80')).toThrow(/10\.0\.0\.9/);
    expect(() => reach('10.0.0.9', allow, 'other.intern.example', '8080')).toThrow();
  });

  test.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::1',
    'fd00:ec2::254',
    '100.100.100.200',
  ])('never opens the metadata address %s', (address) => {
    const allow = ['0.0.0.0/0', '::/0', address, 'name.example'];
    expect(() => reach(address, allow)).toThrow(/metadata/);
  });

  test.each(['http://metadata.google.internal/', 'http://METADATA.google.internal./x'])(
    'never opens the metadata name in %s',
    (url) =>
      expect(() => visit(url, ['metadata.google.internal', '0.0.0.0/0'])).toThrow(/metadata/),
  );

  test.each(['10.0.0.0/99', 'http://example.org', 'host/path', 'a b', ''])(
    'refuses the malformed entry %j at once',
    (entry) => {
      expect(() => createAddressGuard([entry])).toThrow(/CIDR/);
      expect(isAllowEntry(entry)).toBe(false);
    },
  );
});
