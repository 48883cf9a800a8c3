import { useState, type PointerEvent } from 'react'

import { formatDate } from '../../lib/format-time.ts'
import type { Day } from './chart-day.ts'
import { CHART_EDGE, DaysDrawing } from './days-drawing.tsx'
import styles from './days-chart.module.css'
import { useWidth } from './use-width.ts'

/** Calls as a line, bookings as bars. One stop of the Tab key; arrows, Home and End go through the days. */
export function DaysChart({ days }: { readonly days: readonly Day[] }) {
  const [frame, width] = useWidth<HTMLDivElement>()
  const [chosen, setChosen] = useState<number>()
  const shown = chosen ?? days.length - 1
  const reading = chosen === undefined ? 'Hover, or focus and use the arrow keys.' : toReading(days[chosen])
  return (
    <div className={styles['figure']}>
      <div ref={frame} className={styles['frame']}>
        {width > 0 && <DaysDrawing days={days} width={width} chosen={chosen} />}
        <input
          type="range"
          className={styles['day']}
          aria-label="Day of the chart"
          aria-valuetext={toReading(days[shown])}
          min={0}
          max={days.length - 1}
          value={shown}
          onChange={(event) => setChosen(event.currentTarget.valueAsNumber)}
          onFocus={() => setChosen(shown)}
          onBlur={() => setChosen(undefined)}
          onKeyDown={(event) => event.key === 'Escape' && setChosen(undefined)}
          onPointerMove={(event) => setChosen(dayUnder(event, days.length))}
          onPointerLeave={() => setChosen(undefined)}
        />
      </div>
      <p className={styles['reading']} aria-hidden="true">
        {reading}
      </p>
      <DaysTable days={days} />
    </div>
  )
}

/** The same figures for those who do not see the drawing. */
function DaysTable({ days }: { readonly days: readonly Day[] }) {
  return (
    <details className={styles['table']}>
      <summary>Show as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Calls</th>
            <th scope="col">Booked</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ date, calls, booked }) => (
            <tr key={date}>
              <th scope="row">{formatDate(date)}</th>
              <td>{calls}</td>
              <td>{booked}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}

function dayUnder(event: PointerEvent, count: number): number | undefined {
  const { left, width } = event.currentTarget.getBoundingClientRect()
  const share = (event.clientX - left - CHART_EDGE.left) / (width - CHART_EDGE.left - CHART_EDGE.right)
  return share < 0 || share > 1 ? undefined : Math.min(count - 1, Math.floor(share * count))
}

function toReading(day: Day | undefined): string {
  if (day === undefined) return 'No days yet.'
  return `${formatDate(day.date)}: ${day.calls} ${day.calls === 1 ? 'call' : 'calls'}, ${day.booked} booked`
}
