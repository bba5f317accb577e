import type { FastifyInstance } from 'fastify';

/** Far more than the variables of any operation; taking in half a million brackets would keep all others waiting. */
const DEEPEST = 100;

/** Takes JSON as Fastify does, unless it is nested too deep. */
export function acceptJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (isDeeperThan(DEEPEST, body)) done(Object.assign(new Error(`This JSON is nested more than ${DEEPEST} deep.`), { statusCode: 400 }));
    else void parse(request, body, done);
  });
}

/** Whether a JSON text is nested deeper than that; of other texts it may say either. */
export function isDeeperThan(deepest: number, json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (isText) {
      if (character === '\\') at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '[' || character === '{') {
      if (++depth > deepest) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}
