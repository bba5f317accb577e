import { createHmac } from 'node:crypto';
import { exportSPKI, generateKeyPair, importJWK, SignJWT } from 'jose';
import { useReplicas } from '../support/replicas.js';
import { request } from '../support/switchboard.js';
import { AUDIENCE, bearer, ISSUER, useIssuer } from '../support/tokens.js';

const issuer = useIssuer();
const replicas = useReplicas({});
const start = () => replicas.start(issuer.settings);
const CALLS = '{ calls(first: 1) { nodes { id } } }';
const NAMES = '{ providers { name } }';
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = () => ({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', scope: 'calls:read', exp: Math.floor(Date.now() / 1000) + 600 });

async function post(url: string, headers: Record<string, string>, query = CALLS): Promise<{ status: number; challenge: string | null; body: { data?: unknown; errors?: { message: string; extensions: { code: string } }[] } }> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) });
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body: (await response.json()) as never };
}

const BAD: readonly (readonly [name: string, headers: () => Promise<Record<string, string>> | Record<string, string>])[] = [
  ['garbage', () => bearer('garbage')],
  ['another scheme', () => ({ authorization: 'Basic YWRhOmxvdmVsYWNl' })],
  ['no algorithm', () => bearer(`${encoded({ alg: 'none' })}.${encoded(claims())}.`)],
  ['HS256 with the public key as its secret', async () => {
    const [jwk] = issuer.keys;
    const secret = await exportSPKI((await importJWK(jwk ?? {}, 'ES256', { extractable: true })) as never);
    const text = `${encoded({ alg: 'HS256', kid: 'key-1' })}.${encoded(claims())}`;
    return bearer(`${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`);
  }],
  ['an expired token', async () => bearer(await issuer.token({ exp: Math.floor(Date.now() / 1000) - 60 }))],
  ['a token that is not yet valid', async () => bearer(await issuer.token({ nbf: Math.floor(Date.now() / 1000) + 600 }))],
  ['a token that never expires', async () => bearer(await issuer.token({ exp: undefined }))],
  ['a token of another issuer', async () => bearer(await issuer.token({ iss: 'https://login.example.org/' }))],
  ['a token for another audience', async () => bearer(await issuer.token({ aud: 'billing' }))],
  ['a token of nobody', async () => bearer(await issuer.token({ sub: undefined }))],
  ['a token with an unknown key', async () => bearer(await issuer.token({}, { kid: 'unknown' }))],
  ['a token that another key signed', async () => bearer(await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'key-1' }).sign((await generateKeyPair('ES256')).privateKey))],
  ['a token with an edited scope', async () => {
    const [header, , signature] = (await issuer.token()).split('.');
    return bearer(`${header}.${encoded({ ...claims(), scope: 'calls:read calls:create' })}.${signature}`);
  }],
  ['scopes that are no text', async () => bearer(await issuer.token({ scope: { calls: 'read' } }))],
  ['accounts that are no names', async () => bearer(await issuer.token({ accounts: [1] }))],
  ['a token that is too long', () => bearer('x'.repeat(15_000))],
];

test.each(BAD)('%s is refused with 401 and a challenge, and nothing is fetched', async (_, headers) => {
  const { switchboard } = await start();
  const { status, challenge, body } = await post(switchboard.url, await headers());
  expect({ status, challenge }).toEqual({ status: 401, challenge: 'Bearer realm="switchboard", error="invalid_token"' });
  expect(body).toEqual({ errors: [{ message: 'The token is not accepted. Get a new one.', extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(replicas.simulators.all.flatMap(({ requests }) => requests)).toEqual([]);
});

test('Without a token the challenge says nothing about one', async () => {
  const { switchboard } = await start();
  const { status, challenge, body } = await post(switchboard.url, {});
  expect({ status, challenge, code: body.errors?.[0]?.extensions.code }).toEqual({ status: 401, challenge: 'Bearer realm="switchboard"', code: 'UNAUTHENTICATED' });
});

test('A cookie is no token', async () => {
  const { switchboard } = await start();
  expect((await post(switchboard.url, { cookie: `authorization=Bearer ${await issuer.token()}; token=${await issuer.token()}` })).status).toBe(401);
});

test('A good token is accepted, in any case of the scheme, and for any of several audiences', async () => {
  const { switchboard } = await start();
  const token = await issuer.token({ aud: ['billing', AUDIENCE] });
  expect((await post(switchboard.url, { authorization: `bearer ${token}` })).body).toEqual({ data: { calls: { nodes: [] } } });
});

test('A token without scopes may ask for what needs none, and nothing else', async () => {
  const { switchboard } = await start();
  const headers = bearer(await issuer.token({ scope: undefined }));
  expect((await post(switchboard.url, headers, NAMES)).status).toBe(200);
  expect(await post(switchboard.url, headers)).toMatchObject({ status: 403, body: { errors: [{ extensions: { code: 'FORBIDDEN', requiredScopes: ['calls:read'] } }] } });
});

test('Scopes can be a list, in a claim of another name', async () => {
  const replica = await replicas.start({ ...issuer.settings, AUTH_SCOPE_CLAIM: 'permissions', AUTH_ACCOUNTS_CLAIM: 'teams' });
  const token = await issuer.token({ scope: undefined, permissions: ['calls:read', 'unknown'], teams: ['exotel'] });
  const answer = await request(replica.switchboard.url, `{ calls(first: 1) { sources { providerAccount { name } } } }`, {}, bearer(token));
  expect(answer.data).toEqual({ calls: { sources: [{ providerAccount: { name: 'exotel' } }] } });
});

describe('The keys of the issuer', () => {
  test('are read once for many tokens, and twenty made-up key ids cause few reads', async () => {
    const { switchboard } = await start();
    const before = issuer.reads;
    for (let number = 0; number < 20; number++) await post(switchboard.url, bearer(await issuer.token({}, { kid: `made-up-${number}` })));
    expect((await post(switchboard.url, bearer(await issuer.token()))).status).toBe(200);
    expect(issuer.reads - before).toBeLessThanOrEqual(3);
  });

  test('that can not be read are 503, and never 401; keys that were read go on', async () => {
    const { switchboard } = await start();
    const known = await start();
    expect((await post(known.switchboard.url, bearer(await issuer.token()))).status).toBe(200);
    issuer.status = 500;
    const refused = await post(switchboard.url, bearer(await issuer.token()));
    const goesOn = await post(known.switchboard.url, bearer(await issuer.token({ sub: 'another' })));
    issuer.status = 200;
    expect(refused).toMatchObject({ status: 503, body: { errors: [{ extensions: { code: 'AUTH_UNAVAILABLE' } }] } });
    expect(goesOn.status).toBe(200);
  });

  test('of a new name are accepted without a restart', async () => {
    await issuer.rotate('key-2');
    const { switchboard } = await start();
    expect((await post(switchboard.url, bearer(await issuer.token()))).status).toBe(200);
  });
});

test('Neither an answer nor the log has anything of a token', async () => {
  const { switchboard } = await start();
  const token = await issuer.token({ sub: 'ada@example.com' });
  const answers = [await post(switchboard.url, bearer(token)), await post(switchboard.url, bearer(`${token}x`))];
  const text = JSON.stringify([answers, switchboard.log]);
  for (const part of [...token.split('.'), 'ada@example.com']) expect(text).not.toContain(part);
});
