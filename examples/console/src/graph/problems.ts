import { CombinedGraphQLErrors, ServerError } from '@apollo/client';

/** Why something could not be had: a code of docs/errors.md, or UNREACHABLE if there was no answer at all. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly provider: string | null;
  readonly retryAfter: string | null;
  readonly requiredScopes: readonly string[];
}

interface GraphError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** The problems in an error of Apollo Client, each code of each provider once. */
export function problemsOf(error: unknown): Problem[] {
  if (!error) return [];
  const all = errorsIn(error).map(toProblem);
  return [...new Map(all.map((problem) => [`${problem.code} ${problem.provider}`, problem])).values()];
}

function errorsIn(error: unknown): readonly GraphError[] {
  if (CombinedGraphQLErrors.is(error)) return error.errors;
  const message = error instanceof Error ? error.message : String(error);
  if (!ServerError.is(error)) return [{ message, extensions: { code: 'UNREACHABLE' } }];
  try {
    // Refusals before an operation runs have GraphQL's format, too.
    const { errors } = JSON.parse(error.bodyText) as { errors?: GraphError[] };
    if (errors) return errors;
  } catch {
    // The answer of something in between.
  }
  return [{ message, extensions: { code: 'UNREACHABLE' } }];
}

function toProblem({ message, extensions = {} }: GraphError): Problem {
  const { code, provider, retryAfter, requiredScopes } = extensions;
  return {
    code: typeof code === 'string' ? code : 'UNREACHABLE',
    message,
    provider: typeof provider === 'string' ? provider : null,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    requiredScopes: Array.isArray(requiredScopes) ? requiredScopes.map(String) : [],
  };
}
