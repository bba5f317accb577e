import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

export const ISSUER = 'https://login.example.com/';
export const AUDIENCE = 'switchboard';
export const ALL_SCOPES = 'calls:read personal:read recordings:read calls:create providers:read';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An issuer of tokens: its keys, over HTTP, and tokens that it signs. Independent of the product. */
export class Issuer {
  readonly keys: JWK[] = [];
  /** The number of times that its keys were read. */
  reads = 0;
  /** The status of every answer. */
  status = 200;
  private pair!: KeyPair;
  private kid = '';
  private readonly server = createServer((_request, response) => {
    this.reads += 1;
    response.writeHead(this.status, { 'content-type': 'application/json' }).end(this.status === 200 ? JSON.stringify({ keys: this.keys }) : '<h1>down</h1>');
  });

  async start(): Promise<this> {
    await this.rotate('key-1');
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** Adds a key, with which it signs from now on. */
  async rotate(kid: string): Promise<void> {
    this.pair = await generateKeyPair('ES256', { extractable: true });
    this.kid = kid;
    this.keys.push({ ...(await exportJWK(this.pair.publicKey)), kid, alg: 'ES256', use: 'sig' });
  }

  /** Where its keys are. */
  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  get settings(): Record<string, string> {
    return { AUTH: 'jwt', AUTH_JWKS: this.address, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE };
  }

  /** A good token, apart from what is given. `undefined` leaves a claim out. */
  token(claims: JWTPayload = {}, header: { kid?: string } = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const all = Object.fromEntries(Object.entries({ iss: ISSUER, aud: AUDIENCE, sub: 'ada', scope: 'calls:read', iat: now, exp: now + 600, ...claims }).filter(([, value]) => value !== undefined));
    return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: this.kid, ...header }).sign(this.pair.privateKey);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** An issuer for all tests of a file. */
export function useIssuer(): Issuer {
  const issuer = new Issuer();
  beforeAll(() => issuer.start());
  afterAll(() => issuer.close());
  return issuer;
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
