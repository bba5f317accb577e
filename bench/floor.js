/**
 * The floor: what it costs to ask the providers and to hand on their bytes, unread. It is told which
 * requests to make, and makes them all at once, also those that a client learns only from an earlier answer.
 */
import { Agent, createServer, get } from 'node:http';

const { env } = process;
const agent = new Agent({ keepAlive: true });
const vendors = {
  aicaller: { url: env.AICALLER_BASE_URL, headers: { 'aicaller-api-key': env.AICALLER_API_KEY } },
  contactCenter: { url: env.CONTACT_CENTER_BASE_URL, headers: { 'access-token': env.CONTACT_CENTER_ACCESS_TOKEN } },
  exotel: {
    url: env.EXOTEL_BASE_URL,
    headers: basic(env.EXOTEL_API_KEY, env.EXOTEL_API_TOKEN),
  },
  twilio: { url: env.TWILIO_BASE_URL, headers: basic(env.TWILIO_ACCOUNT_SID, env.TWILIO_AUTH_TOKEN) },
  plivo: { url: env.PLIVO_BASE_URL, headers: basic(env.PLIVO_AUTH_ID, env.PLIVO_AUTH_TOKEN) },
};
const COMMA = Buffer.from(',');

const server = createServer((request, response) => {
  handOn(request, response).catch((error) => response.writeHead(502).end(String(error)));
});

function basic(user, password) {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

async function handOn(request, response) {
  const wanted = JSON.parse(await bytesOf(request));
  const answers = await Promise.all(wanted.map(fetchBytes));
  const list = answers.flatMap((answer, index) => (index === 0 ? [answer] : [COMMA, answer]));
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(Buffer.concat([Buffer.from('['), ...list, Buffer.from(']')]));
}

function fetchBytes({ vendor, path }) {
  const { url, headers } = vendors[vendor];
  return new Promise((resolve, reject) => {
    const request = get(url + path, { agent, headers }, (answer) => {
      if (answer.statusCode === 200) bytesOf(answer).then(resolve, reject);
      else reject(new Error(`${vendor} answered ${answer.statusCode}`));
    });
    request.on('error', reject);
  });
}

async function bytesOf(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

server.listen(0, '127.0.0.1', () => console.log(`The floor is at http://127.0.0.1:${server.address().port}/ `));
