import { GraphQLError } from 'graphql';

/** A mistake in the client's input. The message says what is wrong and in which argument. */
export class BadUserInput extends GraphQLError {
  /** `more`: further extensions, for programs. */
  constructor(message: string, argument?: string, more: Readonly<Record<string, unknown>> = {}) {
    super(argument ? `${argument}: ${message}` : message, {
      extensions: { code: 'BAD_USER_INPUT', ...(argument ? { argument } : {}), ...more },
    });
    this.name = 'BadUserInput';
  }
}
