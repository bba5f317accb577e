import { Button } from 'react-aria-components';
import { formatAccount } from '../format/account';
import { formatClock, formatDay } from '../format/time';
import type { SourceFragment } from '../graph/generated/operations';
import { strings } from '../strings';
import './sources.css';

interface Props {
  readonly sources: readonly SourceFragment[];
  readonly onRetry: () => void;
  readonly isLoading: boolean;
}

/** Whether the list is complete: above it, where people look, and not in a corner. */
export function SourcesNotice({ sources, onRetry, isLoading }: Props) {
  const missing = sources.filter(({ status }) => status === 'FAILED' || status === 'PARTIAL');
  // What a filter leaves out is not missing.
  const skipped = sources.filter(({ status, code }) => status === 'SKIPPED' && code !== 'FILTERED_OUT');
  const short = sources.filter(({ status, coveredFrom }) => status === 'OK' && coveredFrom !== null);
  return (
    <div className="sources" role="status" aria-label={strings.sources.label}>
      {missing.length > 0 && (
        <div className="notice warning">
          <div>
            <p><b>{strings.sources.missing(missing.map(({ provider, providerAccount }) => formatAccount(provider, providerAccount.name)).join(', '))}</b></p>
            <ul>
              {missing.map((source) => (
                <li key={source.providerAccount.id}>
                  <Name source={source} />: {strings.sources.statuses[source.status]}. {whyOf(source)} {source.retryAfter && strings.sources.askedAgain(formatClock(source.retryAfter))}
                </li>
              ))}
            </ul>
          </div>
          <Button className="button" onPress={onRetry} isDisabled={isLoading}>{strings.sources.tryAgain}</Button>
        </div>
      )}
      <ul className="quiet">
        {short.map((source) => source.coveredFrom && <li key={source.providerAccount.id}><Name source={source} />: {strings.sources.coveredFrom(formatDay(source.coveredFrom))}</li>)}
        {skipped.map((source) => <li key={source.providerAccount.id}><Name source={source} />: {strings.sources.statuses.SKIPPED}. {whyOf(source)}</li>)}
      </ul>
    </div>
  );
}

function Name({ source: { provider, providerAccount } }: { readonly source: SourceFragment }) {
  return <b title={providerAccount.name}>{formatAccount(provider, providerAccount.name)}</b>;
}

function whyOf({ code, message }: SourceFragment): string {
  return (code !== null && strings.sources.codes[code]) || (message ?? '');
}
