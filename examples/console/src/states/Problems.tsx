import { Button } from 'react-aria-components';
import { TokenForm } from '../access/TokenForm';
import { formatClock } from '../format/time';
import { type Problem, problemsOf } from '../graph/problems';
import { strings } from '../strings';

/** Why something could not be read, and what can be done. Nothing if there is no error. */
export function Problems({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const problems = problemsOf(error);
  if (problems.length === 0) return null;
  const needsToken = problems.some(({ code }) => code === 'UNAUTHENTICATED' || code === 'FORBIDDEN');
  return (
    <div className="notice bad stack" role="alert">
      {problems.map((problem) => (
        <ProblemText key={`${problem.code} ${problem.provider}`} problem={problem} />
      ))}
      {needsToken ? <TokenForm /> : onRetry && <Button className="button" onPress={onRetry}>{strings.states.tryAgain}</Button>}
    </div>
  );
}

function ProblemText({ problem: { code, message, provider, retryAfter, requiredScopes } }: { readonly problem: Problem }) {
  const name = provider !== null && provider in strings.providers ? strings.providers[provider as keyof typeof strings.providers] : null;
  return (
    <p>
      {name && <b>{name}: </b>}
      {strings.problems[code] ?? message}
      {requiredScopes.length > 0 && ` ${strings.states.scopes(requiredScopes.join(', '))}`}
      {retryAfter && ` ${strings.states.retryAfter(formatClock(retryAfter))}`}
    </p>
  );
}
