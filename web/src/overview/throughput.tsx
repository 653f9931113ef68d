// The live chart. A canvas says nothing to a screen reader, so a sentence and a table say the same figures.
import type uPlot from 'uplot';
import { effect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { live } from '../live/live';
import { clockTime, number } from '../format/format';
import { Details } from '../ui/bits';
import { Table } from '../ui/table';
import { columnsOf, minutesOf, peak, series, type Minute } from './chart_data';

const height = 330;
const font = '14px Arial, Helvetica, sans-serif';

export function Throughput() {
  const ticks = live.value.ticks;
  const last = ticks.at(-1);
  return (
    <>
      <ul class="app-key" role="list" aria-label="Lines of the chart, with this second’s figures">
        {series.map((s) => (
          <li key={s.name}>
            <svg width="34" height="12" viewBox="0 0 34 12" aria-hidden="true" focusable="false">
              <path d="M1 6h32" fill="none" stroke={s.colour} stroke-width="3" stroke-dasharray={s.dash.join(' ')} />
            </svg>
            {s.name} <strong>{last ? number(s.of(last)) : '–'}</strong>
          </li>
        ))}
      </ul>
      <Canvas />
      <p class="app-hint">
        {ticks.length === 0 ? 'Waiting for the first second.' : `Busiest second: ${number(peak(ticks))} sent. The line is empty where the broker was not running.`}
      </p>
      <Details summary="The same figures as a table">
        <Table<Minute>
          caption="Messages in each of the last minutes"
          columns={[
            { head: 'Minute', cell: (m) => clockTime(m.from * 1000).slice(0, 5) },
            { head: 'Accepted', numeric: true, cell: (m) => number(m.accepted) },
            { head: 'Sent', numeric: true, cell: (m) => number(m.sent) },
            { head: 'Delivered', numeric: true, cell: (m) => number(m.delivered) },
            { head: 'Replies', numeric: true, cell: (m) => number(m.replies) },
            { head: 'Failed', numeric: true, cell: (m) => number(m.failed) },
          ]}
          rows={minutesOf(ticks)}
          row_key={(m) => String(m.from)}
        />
      </Details>
    </>
  );
}

/** What draws is fetched after the page is there: it is a third of it, and whoever sees some practices only has no chart. */
function Canvas() {
  const box = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let stop: (() => void) | null = null;
    let gone = false;
    import('uplot').then(
      (module) => {
        if (!gone && box.current) stop = draw(module.default, box.current);
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, []);
  if (failed) return <p class="app-state app-chart">The chart could not be fetched. Its figures are in the table below.</p>;
  return <div class="app-chart" ref={box} role="img" aria-label="Line chart of messages sent, delivered and failed and of replies in each second of the last 5 minutes. The same figures are in the table below." />;
}

/** Draws until what it gives back is called. */
function draw(Plot: typeof uPlot, element: HTMLElement): () => void {
  const chart = new Plot(options(element.clientWidth), [[], ...series.map(() => [])] as unknown as uPlot.AlignedData, element);
  let frame = 0;
  const stop = effect(() => {
    const { ticks } = live.value;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => chart.setData(columnsOf(ticks) as uPlot.AlignedData));
  });
  const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
  observer.observe(element);
  return () => {
    stop();
    cancelAnimationFrame(frame);
    observer.disconnect();
    chart.destroy();
  };
}

/** The last moment's label stands under the chart's right edge. */
const label_half_px = 30;

function options(width: number): uPlot.Options {
  const axis = { stroke: '#212b32', font, grid: { stroke: '#e8edee', width: 1 }, ticks: { stroke: '#d8dde0', width: 1 } };
  return {
    width,
    height,
    legend: { show: false },
    cursor: { show: false },
    padding: [null, label_half_px, null, null],
    scales: { x: { time: true }, y: { range: (_chart, _min, max) => [0, Math.max(5, Math.ceil((max ?? 0) * 1.15))] } },
    axes: [
      { ...axis, space: 90, values: (_chart, at) => at.map((t) => clockTime(t * 1000)) },
      { ...axis, size: 56, values: (_chart, at) => at.map((n) => (Number.isInteger(n) ? number(n) : '')) },
    ],
    series: [
      {},
      ...series.map((s) => ({ label: s.name, stroke: s.colour, width: 2, dash: [...s.dash], points: { show: false }, ...(s.fill ? { fill: s.fill } : {}) })),
    ],
  };
}
