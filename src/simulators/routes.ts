import { type Answer, Refusal } from './answer.js';
import type { RecordedRequest } from './recorded-request.js';

/** An endpoint. `path` matches the whole path. */
export interface Route {
  method: 'GET' | 'POST';
  path: RegExp;
  /** `groups` are the decoded groups of the pattern. */
  answer(request: RecordedRequest, ...groups: string[]): Answer;
}

/** Finds the endpoint and calls it. @throws Refusal with 404 for an unknown path, 405 for a wrong method */
export function route(routes: readonly Route[], request: RecordedRequest): Answer {
  const matching = routes.filter(({ path }) => path.test(request.path));
  if (matching.length === 0) throw new Refusal(404, `No such resource: ${request.path}`);

  const found = matching.find(({ method }) => method === request.method);
  if (!found) {
    const allow = matching.map(({ method }) => method).join(', ');
    throw new Refusal(405, `${request.method} is not allowed here`, { allow });
  }
  const groups = found.path.exec(request.path)?.slice(1) ?? [];
  return found.answer(request, ...groups.map((group) => decode(group ?? '')));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(404, `No such resource: ${segment}`);
  }
}
