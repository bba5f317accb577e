import { Status } from '../calls/Status';
import { formatDuration, formatMoney } from '../format/amounts';
import type { WholeCallFragment } from '../graph/generated/operations';
import { Facts } from '../states/Facts';
import { Time } from '../states/Time';
import { strings } from '../strings';

export function CallFacts({ call }: { readonly call: WholeCallFragment }) {
  const words = strings.call;
  return (
    <section className="card" aria-labelledby="facts">
      <h2 id="facts">{words.facts}</h2>
      <Facts
        facts={[
          [words.status, <Status status={call.status} />],
          [words.statusWord, call.providerStatus],
          [words.direction, strings.directions[call.direction]],
          [words.created, <Time at={call.createdAt} />],
          [words.started, call.startedAt && <Time at={call.startedAt} />],
          [words.ended, call.endedAt && <Time at={call.endedAt} />],
          [words.scheduled, call.scheduledFor && <Time at={call.scheduledFor} />],
          [words.duration, call.duration !== null && formatDuration(call.duration)],
          [words.talkTime, call.talkTime !== null && formatDuration(call.talkTime)],
          [words.price, call.price && formatMoney(call.price)],
          [words.account, call.providerAccount.name],
          [words.providerCallId, call.providerCallId],
          [words.carrierIds, call.carrierIds.length > 0 && call.carrierIds.map(({ carrier, kind, id }) => <div key={`${kind} ${id}`}>{`${words.carriers[carrier]}, ${words.carrierIdKinds[kind]}: ${id}`}</div>)],
          [words.tags, call.tags.join(', ')],
          [words.notes, call.notes],
        ]}
      />
    </section>
  );
}
