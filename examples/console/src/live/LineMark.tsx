import { useLineState } from './use-line-state';
import { strings } from '../strings';

/** Says whether what is on the page is kept up to date. */
export function LineMark() {
  const state = useLineState();
  return (
    <span className={`line-mark ${state}`} role="status" title={strings.lineHint}>
      {strings.line[state]}
    </span>
  );
}
