import { memo } from 'react';
import { Link } from 'react-router';
import { formatAccount } from '../format/account';
import { formatDuration, formatMoney } from '../format/amounts';
import { formatNumber } from '../format/number';
import type { CallRowFragment } from '../graph/generated/operations';
import { Time } from '../states/Time';
import { strings } from '../strings';
import { Status } from './Status';

interface Props {
  readonly call: CallRowFragment;
  readonly index: number;
  /** From the top of the table, in pixels. */
  readonly offset: number;
}

/** A call in a table. The cache keeps a call that did not change the same object, so that only changed rows are drawn. */
export const CallRow = memo(function CallRow({ call, index, offset }: Props) {
  const { id, provider, providerAccount, status, direction, createdAt, duration, price } = call;
  return (
    <div role="row" className="call-row" aria-rowindex={index + 2} data-call={id} style={{ transform: `translateY(${offset}px)` }}>
      <span role="cell" className="time">
        <Link to={`/calls/${id}`} className="row-link"><Time at={createdAt} /></Link>
      </span>
      <span role="cell" className="person"><Person call={call} /></span>
      <span role="cell" className="direction">{strings.directions[direction]}</span>
      <span role="cell" className="account" title={providerAccount.name}>{formatAccount(provider, providerAccount.name)}</span>
      <span role="cell" className="status"><Status status={status} /></span>
      <span role="cell" className="duration">{duration === null ? '' : formatDuration(duration)}</span>
      <span role="cell" className="price">{price ? formatMoney(price) : ''}</span>
    </div>
  );
});

/** Who is outside the organisation: by the name if there is one, and always by the number. */
function Person({ call: { contact, direction, from, to } }: { readonly call: CallRowFragment }) {
  const number = direction === 'INBOUND' ? from : to;
  const written = number ? formatNumber(number) : strings.calls.withheld;
  return (
    <>
      {contact?.name && <b>{contact.name}</b>}
      <span className="number">{written}</span>
    </>
  );
}
