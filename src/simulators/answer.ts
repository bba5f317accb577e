/** What a simulator sends back. */
export interface Answer {
  status: number;
  /** The text of the body. */
  text: string;
  contentType: string;
  headers?: Record<string, string>;
}

export function json(status: number, body: unknown, headers?: Record<string, string>): Answer {
  return { status, text: JSON.stringify(body), contentType: 'application/json; charset=utf-8', headers };
}

/** Thrown by an endpoint that won't do what is asked; the vendor's own envelope goes around the message. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}
