import type { CallStatus } from '../graph/generated/operations';
import { strings } from '../strings';

export function Status({ status }: { readonly status: CallStatus }) {
  return <span className={`status-mark ${status.toLowerCase()}`}>{strings.statuses[status]}</span>;
}
