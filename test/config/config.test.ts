import type { Environment } from '../../src/config/check.js';
import { problems, read } from '../support/config-problems.js';

const SECRET = 'hunter2-hunter2';
const EXOTEL = { EXOTEL_ACCOUNT_SID: 'exampleaccount1', EXOTEL_API_KEY: 'key', EXOTEL_API_TOKEN: SECRET };
const CONTACT_CENTER = { CONTACT_CENTER_ACCESS_TOKEN: SECRET, CONTACT_CENTER_BASE_URL: 'https://contact-center.example.com/api/v1' };

const configured = (environment: Environment) => read(environment).accounts.map(({ definition }) => definition.name);
const settingsOf = (environment: Environment) => read(environment).accounts[0]?.settings;


/** Each problem begins with the name of its setting. */
const namesIn = (environment: Environment) => problems(environment).map((problem) => problem.split(' ')[0]).sort();

describe('Without environment variables', () => {
  test('it listens at http://127.0.0.1:4000 and has no configured provider', () => {
    expect(read({})).toMatchObject({ host: '127.0.0.1', port: 4000, isProduction: false, introspection: true, accounts: [] });
  });

  test('it does not start in production, where nothing is simulated', () => {
    const [problem = '', ...others] = problems({ NODE_ENV: 'production', AUTH: 'none' });
    expect(others).toEqual([]);
    for (const name of ['AICALLER_API_KEY', 'CONTACT_CENTER_ACCESS_TOKEN', 'EXOTEL_ACCOUNT_SID', 'SKIPCALL_API_KEY']) expect(problem).toContain(name);
  });
});

test.each(['Production', 'prod', 'staging'])('%s is not a valid NODE_ENV and does not fall back to development', (NODE_ENV) => {
  expect(namesIn({ NODE_ENV, SKIPCALL_API_KEY: SECRET })).toEqual(['NODE_ENV']);
});

describe('A provider is configured when its credentials are set:', () => {
  test.each([
    ['AICALLER', { AICALLER_API_KEY: SECRET }, { AICALLER_BASE_URL: 'https://api.aicaller.io' }],
    ['CONTACT_CENTER', CONTACT_CENTER, {}],
    ['EXOTEL', EXOTEL, { EXOTEL_BASE_URL: 'https://api.exotel.com', EXOTEL_TIME_ZONE: 'Asia/Kolkata' }],
    ['SKIPCALL', { SKIPCALL_API_KEY: SECRET }, { SKIPCALL_BASE_URL: 'https://api-public.skipcall.app' }],
    ['TWILIO', { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: SECRET }, { TWILIO_BASE_URL: 'https://api.twilio.com' }],
    ['TWILIO', { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_API_KEY_SID: 'SK1', TWILIO_API_KEY_SECRET: SECRET }, { TWILIO_BASE_URL: 'https://api.twilio.com' }],
  ])('%s, with the documented address unless another one is set', (name, environment, defaults) => {
    expect(configured(environment)).toEqual([name]);
    expect(settingsOf(environment)).toMatchObject(defaults);
  });

  test('all four together', () => {
    expect(configured({ ...EXOTEL, ...CONTACT_CENTER, AICALLER_API_KEY: 'a', SKIPCALL_API_KEY: 's' })).toEqual(['AICALLER', 'CONTACT_CENTER', 'EXOTEL', 'SKIPCALL']);
  });

  test('a single provider, also in production', () => {
    expect(configured({ NODE_ENV: 'production', AUTH: 'none', SKIPCALL_API_KEY: SECRET })).toEqual(['SKIPCALL']);
  });

  test('but a time zone alone configures none', () => {
    expect(configured({ EXOTEL_TIME_ZONE: 'Asia/Dubai' })).toEqual([]);
  });
});

describe('Incomplete credentials are a problem that names the missing ones:', () => {
  test.each([
    [{ EXOTEL_ACCOUNT_SID: 'a' }, ['EXOTEL_API_KEY', 'EXOTEL_API_TOKEN']],
    [{ EXOTEL_API_KEY: 'a', EXOTEL_API_TOKEN: 'b' }, ['EXOTEL_ACCOUNT_SID']],
    [{ AICALLER_BASE_URL: 'https://aicaller.example.com' }, ['AICALLER_API_KEY']],
    [{ CONTACT_CENTER_ACCESS_TOKEN: 'a' }, ['CONTACT_CENTER_BASE_URL']],
    [{ TWILIO_ACCOUNT_SID: 'AC1' }, ['TWILIO_ACCOUNT_SID']],
    [{ TWILIO_AUTH_TOKEN: 'a' }, ['TWILIO_ACCOUNT_SID']],
    [{ TWILIO_ACCOUNT_SID: 'AC1', TWILIO_API_KEY_SID: 'SK1' }, ['TWILIO_ACCOUNT_SID', 'TWILIO_API_KEY_SID']],
    [{ TWILIO_NORTH_ACCOUNT_SID: 'AC1', TWILIO_ACCOUNTS: 'north' }, ['TWILIO_NORTH_ACCOUNT_SID']],
    [{ CONTACT_CENTER_BASE_URL: 'https://contact-center.example.com' }, ['CONTACT_CENTER_ACCESS_TOKEN']],
  ])('%j', (environment, missing) => expect(namesIn(environment)).toEqual(missing));
});

describe('A setting is refused by its name:', () => {
  test.each(['-1', '65536', '80.5', '4e3', 'http', '0x50', ' 80 80 '])('a port of %j', (PORT) => expect(namesIn({ PORT })).toEqual(['PORT']));

  test.each(['Asia/Calcuta', 'IST+5', 'Mars/Olympus'])('the time zone %s, with or without credentials', (EXOTEL_TIME_ZONE) => {
    expect(namesIn({ EXOTEL_TIME_ZONE })).toEqual(['EXOTEL_TIME_ZONE']);
    expect(namesIn({ ...EXOTEL, EXOTEL_TIME_ZONE })).toEqual(['EXOTEL_TIME_ZONE']);
  });

  test.each(['api.example.com', 'ftp://api.example.com', '/v1', 'https://', 'https://ada:hunter2@api.example.com', 'https://api.example.com/?x=1', 'https://api.example.com/#x'])(
    'a base URL of %s',
    (SKIPCALL_BASE_URL) => expect(namesIn({ SKIPCALL_API_KEY: 'k', SKIPCALL_BASE_URL })).toEqual(['SKIPCALL_BASE_URL']),
  );

  test.each(['a key\nwith: a header in it', 'ключ', 'two words'])('a credential of %j', (AICALLER_API_KEY) => {
    expect(namesIn({ AICALLER_API_KEY })).toEqual(['AICALLER_API_KEY']);
  });

  test.each([
    ['LOG_LEVEL', 'loud'],
    ['INTROSPECTION', 'maybe'],
    ['UPSTREAM_TIMEOUT_MS', '0'],
    ['UPSTREAM_TIMEOUT_MS', 'soon'],
    ['UPSTREAM_MAX_BYTES', '1'],
    ['UPSTREAM_MAX_CONCURRENT', '0'],
    ['OPERATION_TIMEOUT_MS', '-5'],
    ['PLIVO_REQUESTS_PER_5_SECONDS', '5'],
    ['PLIVO_CURRENCY', 'dollars'],
  ])('%s=%s', (name, value) => expect(namesIn({ [name]: value })).toEqual([name]));
});

test('All problems are reported at once', () => {
  const environment = {
    PORT: 'http', LOG_LEVEL: 'loud', EXOTEL_API_KEY: 'a', EXOTEL_TIME_ZONE: 'Mars/Olympus', CONTACT_CENTER_ACCESS_TOKEN: 'a', SKIPCALL_API_KEY: 'k', SKIPCALL_BASE_URL: 'skipcall',
  };
  expect(namesIn(environment)).toEqual([
    'CONTACT_CENTER_BASE_URL', 'EXOTEL_ACCOUNT_SID', 'EXOTEL_API_TOKEN', 'EXOTEL_TIME_ZONE', 'LOG_LEVEL', 'PORT', 'SKIPCALL_BASE_URL',
  ]);
});

test('An empty setting counts as not set', () => {
  const blank = Object.fromEntries(['PORT', 'HOST', 'AICALLER_API_KEY', 'EXOTEL_API_KEY', 'EXOTEL_API_TOKEN', 'EXOTEL_ACCOUNT_SID', 'EXOTEL_TIME_ZONE'].map((name) => [name, '']));
  expect(read(blank)).toMatchObject({ host: '127.0.0.1', port: 4000, accounts: [] });
  expect(read({ ...blank, SKIPCALL_API_KEY: '  ', PORT: ' ' }).accounts).toEqual([]);
  expect(settingsOf({ ...EXOTEL, EXOTEL_TIME_ZONE: '', EXOTEL_BASE_URL: '' })).toMatchObject({ EXOTEL_TIME_ZONE: 'Asia/Kolkata', EXOTEL_BASE_URL: 'https://api.exotel.com' });
});

test('No message repeats a credential', () => {
  const environments: Environment[] = [
    { AICALLER_API_KEY: `${SECRET}\n` },
    { SKIPCALL_API_KEY: `${SECRET} ${SECRET}` },
    { EXOTEL_API_TOKEN: SECRET },
    { CONTACT_CENTER_ACCESS_TOKEN: SECRET, CONTACT_CENTER_BASE_URL: `https://ada:${SECRET}@contact-center.example.com` },
  ];
  for (const environment of environments) {
    expect(problems(environment).length).toBeGreaterThan(0);
    expect(problems(environment).join()).not.toContain(SECRET);
  }
});

test('A base URL may have a path and loses its trailing slash', () => {
  expect(settingsOf({ SKIPCALL_API_KEY: 'k', SKIPCALL_BASE_URL: 'https://gateway.example.com/skipcall//' })).toMatchObject({ SKIPCALL_BASE_URL: 'https://gateway.example.com/skipcall' });
});

test.each([['development', undefined, true], ['production', undefined, false], ['production', 'true', true], ['development', 'false', false]])(
  'In %s, with INTROSPECTION=%s, introspection is allowed: %s',
  (NODE_ENV, INTROSPECTION, introspection) => {
    expect(read({ NODE_ENV, INTROSPECTION, AUTH: 'none', SKIPCALL_API_KEY: 'k' }).introspection).toBe(introspection);
  },
);

test('Processes with the same accounts sign cursors alike, and other processes do not', () => {
  const key = (environment: Environment) => read(environment).accounts[0]?.cursorKey.toString('hex');
  expect(key(EXOTEL)).toBe(key({ ...EXOTEL, PORT: '0' }));
  expect(key(EXOTEL)).not.toBe(key({ ...EXOTEL, EXOTEL_API_TOKEN: 'another' }));
});

describe('The process starts with a warning, without any value in it, for', () => {
  test.each<[string, Environment, string[]]>([
    ['a name that is nearly a setting', { AICALLER_APIKEY: SECRET }, ['AICALLER_APIKEY is not a setting and has no effect. Did you mean AICALLER_API_KEY?']],
    ['a setting in small letters', { exotel_api_key: SECRET }, ['exotel_api_key is not a setting and has no effect. Did you mean EXOTEL_API_KEY?']],
    ['a mistyped server setting', { DATABASE_URI: SECRET }, ['DATABASE_URI is not a setting and has no effect. Did you mean DATABASE_URL?']],
    ["a name with a provider's prefix", { SKIPCALL_REGION: SECRET }, ['SKIPCALL_REGION is not a setting and has no effect.']],
    ['a provider without encryption', { SKIPCALL_API_KEY: SECRET, SKIPCALL_BASE_URL: 'http://skipcall.example.com' }, ['SKIPCALL_BASE_URL is an http URL, so credentials are sent without encryption. Use https.']],
    ['notifications without encryption', { PUBLIC_URL: 'http://switchboard.example.com' }, ['PUBLIC_URL is an http URL, so credentials are sent without encryption. Use https.']],
  ])('%s', (_, environment, warnings) => expect(read(environment).warnings).toEqual(warnings));

  test.each<[string, Environment]>([
    ['variables of other programs', { PATH: '/bin', HOME: '/home/ada', HOSTNAME: 'a', PORTS: '1', OTEL_SERVICE_NAME: 'x', npm_config_cache: '/tmp' }],
    ['a mistyped name with an empty value', { AICALLER_APIKEY: '' }],
    ['providers on this machine', { SKIPCALL_API_KEY: SECRET, SKIPCALL_BASE_URL: 'http://127.0.0.1:4703', AICALLER_API_KEY: SECRET, AICALLER_BASE_URL: 'http://[::1]:4700', PUBLIC_URL: 'http://localhost:4000' }],
  ])('but not for %s', (_, environment) => expect(read(environment).warnings).toEqual([]));
});
