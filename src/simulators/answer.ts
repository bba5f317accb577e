/** A simulator's response. */
export interface Answer {
  status: number;
  /** The body. */
  text: string;
  contentType: string;
  headers?: Record<string, string>;
}

export function json(status: number, body: unknown, headers?: Record<string, string>): Answer {
  return { status, text: JSON.stringify(body), contentType: 'application/json; charset=utf-8', headers };
}

/** Thrown by an endpoint that refuses a request. The response has the vendor's error envelope. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}
