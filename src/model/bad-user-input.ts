import { GraphQLError } from 'graphql';

/** A mistake in the client's input. The message says what is wrong and in which argument. */
export class BadUserInput extends GraphQLError {
  constructor(message: string, argument?: string) {
    super(argument ? `${argument}: ${message}` : message, {
      extensions: { code: 'BAD_USER_INPUT', ...(argument ? { argument } : {}) },
    });
    this.name = 'BadUserInput';
  }
}
