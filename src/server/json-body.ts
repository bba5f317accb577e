import type { FastifyInstance } from 'fastify';

/** Far more than any operation's variables need. Parsing half a million brackets would block other clients. */
export const MAX_DEPTH = 100;

/** Parses JSON as Fastify does, but refuses deep nesting. */
export function acceptJson(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (isDeeperThan(MAX_DEPTH, body)) done(Object.assign(new Error(`This JSON is nested too deep. At most ${MAX_DEPTH} levels are allowed.`), { statusCode: 400 }));
    else void parse(request, body, done);
  });
}

/** Whether a JSON text has more than `maxDepth` levels. For invalid JSON the result has no meaning. */
export function isDeeperThan(maxDepth: number, json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (isText) {
      if (character === '\\') at++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === '[' || character === '{') {
      if (++depth > maxDepth) return true;
    } else if (character === ']' || character === '}') depth--;
  }
  return false;
}
