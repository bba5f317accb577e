import fc from 'fast-check';
import { isPublicHttpsUrl } from '../../src/providers/public-url.js';
import { runs } from '../support/property.js';

describe('A webhook may have the address', () => {
  test.each([
    'https://hooks.example.com/',
    'https://hooks.example.com:8443/calls?team=1#x',
    'https://xn--bcher-kva.example/',
    'https://8.8.8.8/',
    'https://[2606:4700:4700::1111]/',
    'https://internal.example.com/',
    'https://localhost.example.com/',
    'HTTPS://Hooks.Example.com:443/Calls?to=%2B1',
    'https://hooks.example.com./',
    'https://hooks.example.com',
  ])('%s', (url) => expect(isPublicHttpsUrl(url)).toBe(true));
});

describe('A webhook may not have', () => {
  test.each(['http://hooks.example.com/', 'ftp://hooks.example.com/', 'javascript:alert(1)', '//hooks.example.com/', 'hooks.example.com', '', 'https://'])(
    'an address other than https: %j',
    (url) => expect(isPublicHttpsUrl(url)).toBe(false),
  );

  test.each([
    'https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://0x7f.1/', 'https://0177.0.0.1/', 'https://127.0.0.1./',
    'https://0.0.0.0/', 'https://１２７.０.０.１/',
  ])('an address of this machine: %s', (url) => expect(isPublicHttpsUrl(url)).toBe(false));

  test.each([
    'https://10.0.0.1/', 'https://172.16.0.1/', 'https://172.31.255.255/', 'https://192.168.1.1/', 'https://169.254.169.254/', 'https://100.64.0.1/',
    'https://3232235777/', 'https://0xa000001/', 'https://192.0.2.1/', 'https://224.0.0.1/', 'https://255.255.255.255/',
  ])('an address in a private or reserved network: %s', (url) => expect(isPublicHttpsUrl(url)).toBe(false));

  test.each([
    'https://[::1]/', 'https://[::]/', 'https://[fe80::1]/', 'https://[fd00::1]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/',
    'https://[::ffff:a9fe:a9fe]/', 'https://[64:ff9b::10.0.0.1]/', 'https://[2002:7f00:1::]/', 'https://[2001:db8::1]/', 'https://[ff02::1]/',
  ])('an address in a private IPv6 network: %s', (url) => expect(isPublicHttpsUrl(url)).toBe(false));

  test.each(['https://[fec0::1]/', 'https://[::127.0.0.1]/', 'https://[64:ff9b:1::10.0.0.1]/'])('an address that is not public: %s', (url) =>
    expect(isPublicHttpsUrl(url)).toBe(false),
  );

  test.each([
    'https://localhost/', 'https://LOCALHOST/', 'https://localhost./', 'https://api.localhost/', 'https://printer.local/', 'https://db.internal/',
    'https://metadata.google.internal./', 'https://intranet/', 'https://router.lan/', 'https://nas.home.arpa/',
  ])('a name that only a private network resolves: %s', (url) => expect(isPublicHttpsUrl(url)).toBe(false));

  test.each(['https://foo.localhost/', 'https://vault.service.consul/', 'https://hooks.calls.svc/', 'https://hooks.calls.svc.cluster.local/', 'https://db.private/'])(
    'a name of a cluster: %s',
    (url) => expect(isPublicHttpsUrl(url)).toBe(false),
  );

  test('the address of the host of an Azure virtual machine', () => expect(isPublicHttpsUrl('https://168.63.129.16/metadata')).toBe(false));

  test.each([
    'https://hooks.example.com#@127.0.0.1', 'https://hooks.example.com?@127.0.0.1/', 'https://hooks.example.com/\ud800', 'https://hooks.example.com/ü', 'https://hooks.example.com/\u202eexe', 'https://hooks.example.com/<x>',
    'https://hooks.example.com\\@127.0.0.1/', 'https:\\\\hooks.example.com/', 'https://hooks.example.com/a\\b', 'https://hooks.exam\tple.com/', 'https://hooks.example.com/a\tb',
    'https://hooks.example.com/\n', ' https://hooks.example.com/', 'https://hooks.example.com/a b', 'https://hooks.example.com/\u0000', 'https:hooks.example.com/',
    'https:///hooks.example.com/', 'https://@hooks.example.com/', 'https://127.0.0.1../', 'https://hooks..example.com/', 'https://.example.com/', 'https://%68ooks.example.com/',
    'https://hoоks.example.com/', 'https://hooks。example.com/',
  ])('a spelling that parsers read differently: %j', (url) => expect(isPublicHttpsUrl(url)).toBe(false));

  test('a spelling that differs from the parsed host', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab.:@/\\?#%0127 \t-_[]', 'é', '。'), maxLength: 25 });
    fc.assert(
      fc.property(text, (rest) => {
        const url = `https://${rest}`;
        if (isPublicHttpsUrl(url)) expect(url.slice('https://'.length).split(/[/?#]/)[0]?.replace(/:443$/, '')).toBe(new URL(url).host);
      }),
      runs(20_000),
    );
  });

  test('a user name and a password in its address', () => expect(isPublicHttpsUrl('https://ada:secret@hooks.example.com/')).toBe(false));

  test('an address of more than 2,048 characters', () => expect(isPublicHttpsUrl(`https://hooks.example.com/${'x'.repeat(2048)}`)).toBe(false));
});
