import { type Answer, json } from '../answer.js';

/** Writes a resource as JSON if the path ends in .json, else as XML, like Exotel. */
export function represent(
  path: string,
  status: number,
  body: Record<string, unknown>,
  headers?: Record<string, string>,
): Answer {
  if (path.endsWith('.json')) return json(status, body, headers);
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n<TwilioResponse>${children(body)}</TwilioResponse>`;
  return { status, text, contentType: 'application/xml; charset=utf-8', headers };
}

function children(values: Record<string, unknown>): string {
  return Object.entries(values)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, value: unknown): string {
  if (value === null || value === undefined) return `<${name}/>`;
  // Elements of Calls are named Call. Members of Legs contain their own name.
  if (Array.isArray(value)) return `<${name}>${value.map((item) => listItem(name, item)).join('')}</${name}>`;
  if (typeof value === 'object') return `<${name}>${children(value as Record<string, unknown>)}</${name}>`;
  return `<${name}>${escape(typeof value === 'string' ? value : JSON.stringify(value))}</${name}>`;
}

function listItem(listName: string, item: unknown): string {
  return listName === 'Legs' ? children(item as Record<string, unknown>) : element(listName.replace(/s$/, ''), item);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
