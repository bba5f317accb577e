import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useIsNarrow } from '../app/use-is-narrow';
import type { CallRowFragment } from '../graph/generated/operations';
import { strings } from '../strings';
import { CallRow } from './CallRow';
import { useKeptPosition } from './use-kept-position';
import './table.css';

/** Heights of a row in pixels, as in table.css. */
const ROW_HEIGHT = { wide: 44, narrow: 68 };
/** Rows rendered above and below the screen, so that Tab always finds the next one. */
const OVERSCAN = 10;

interface Props {
  readonly calls: readonly CallRowFragment[];
  readonly label: string;
  readonly hasMore: boolean;
  /** Called when the end is near. */
  readonly onEnd: (() => void) | undefined;
}

/** A table of which only the rows near the screen are in the page. */
export function CallTable({ calls, label, hasMore, onEnd }: Props) {
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const rowHeight = ROW_HEIGHT[useIsNarrow() ? 'narrow' : 'wide'];
  const virtualizer = useWindowVirtualizer({ count: calls.length, estimateSize: () => rowHeight, getItemKey: (index) => calls[index]?.id ?? index, overscan: OVERSCAN, scrollMargin: top });
  // What is above the table changes its height: a notice comes, the filters open.
  useLayoutEffect(() => setTop(body.current?.offsetTop ?? 0));
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  useKeptPosition(calls, rowHeight, top);

  const rows = virtualizer.getVirtualItems();
  const isNearEnd = hasMore && (rows.at(-1)?.index ?? 0) >= calls.length - 1 - OVERSCAN;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, onEnd]);
  return (
    <div role="table" className="call-table" aria-label={label} aria-rowcount={hasMore ? -1 : calls.length + 1}>
      <div role="rowgroup">
        <div role="row" className="call-row head" aria-rowindex={1}>
          {Object.entries(strings.calls.columns).map(([column, name]) => (
            <span key={column} role="columnheader" className={column}>{name}</span>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} className="call-rows" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map(({ index, key, start }) => {
          const call = calls[index];
          return call && <CallRow key={key} call={call} index={index} offset={start - top} />;
        })}
      </div>
    </div>
  );
}
