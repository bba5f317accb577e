import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleBand, scaleLinear, scaleOrdinal } from '@visx/scale';
import { BarStack } from '@visx/shape';
import { strings } from '../strings';
import { type Hour, OUTCOMES, type Outcome } from './hours';
import { useWidth } from './use-width';

const HEIGHT = 240;
const MARGIN = { top: 8, right: 8, bottom: 24, left: 36 };
const COLOURS = ['var(--chart-answered)', 'var(--chart-missed)', 'var(--chart-failed)', 'var(--chart-open)', 'var(--chart-unknown)'];
/** Wide enough for the label of an hour. */
const LABEL_WIDTH = 44;

const hourLabel = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** A bar for each hour, of the calls by outcome. A picture only: the same numbers are in the table below it. */
export function HourChart({ hours }: { readonly hours: readonly Hour[] }) {
  const [box, width] = useWidth();
  const most = Math.max(1, ...hours.map((hour) => OUTCOMES.reduce((sum, outcome) => sum + hour[outcome], 0)));
  const x = scaleBand({ domain: hours.map(({ at }) => at), range: [MARGIN.left, Math.max(MARGIN.left, width - MARGIN.right)], padding: 0.2 });
  const y = scaleLinear({ domain: [0, most], range: [HEIGHT - MARGIN.bottom, MARGIN.top], nice: true });
  const colour = scaleOrdinal<Outcome, string>({ domain: [...OUTCOMES], range: COLOURS });
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / Math.max(1, x.step())));
  return (
    <div ref={box} className="chart">
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <BarStack data={[...hours]} keys={[...OUTCOMES]} x={({ at }) => at} xScale={x} yScale={y} color={colour} />
        <AxisBottom top={HEIGHT - MARGIN.bottom} scale={x} tickValues={hours.filter((_, index) => index % every === 0).map(({ at }) => at)} tickFormat={(at) => hourLabel.format(at)} hideTicks />
        <AxisLeft left={MARGIN.left} scale={y} numTicks={5} tickFormat={(count) => (Number.isInteger(count) ? String(count) : '')} hideTicks />
      </svg>
      <ul className="legend">
        {OUTCOMES.map((outcome) => (
          <li key={outcome}><i style={{ background: colour(outcome) }} aria-hidden="true" />{strings.glance.outcomes[outcome]}</li>
        ))}
      </ul>
    </div>
  );
}
