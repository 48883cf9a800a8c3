import { scaleBand, scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'

import { formatDate } from '../../lib/format-time.ts'
import type { Day } from './chart-day.ts'
import styles from './days-chart.module.css'

/** Room around the drawing for its figures, in pixels. */
export const CHART_EDGE = { top: 8, right: 4, bottom: 24, left: 32 } as const

const HEIGHT = 208
const LABEL_WIDTH = 64

type DaysDrawingProps = {
  readonly days: readonly Day[]
  readonly width: number
  readonly chosen: number | undefined
}

export function DaysDrawing({ days, width, chosen }: DaysDrawingProps) {
  const scales = toScales(days, width)
  const { middle, up, step } = scales
  const path = line<Day>(
    (_, index) => middle(index),
    ({ calls }) => up(calls),
  )(days)
  return (
    <svg width={width} height={HEIGHT} aria-hidden="true" className={styles['drawing']}>
      <Heights scales={scales} width={width} />
      {chosen !== undefined && (
        <rect
          x={middle(chosen) - step / 2}
          y={CHART_EDGE.top}
          width={step}
          height={up(0) - CHART_EDGE.top}
          className={styles['chosen']}
        />
      )}
      <Bars days={days} scales={scales} width={width} />
      <path d={path ?? ''} className={styles['line']} />
      {days.map((day, index) => (
        <circle
          key={day.date}
          cx={middle(index)}
          cy={up(day.calls)}
          r={index === chosen ? 5 : 2.5}
          className={styles['point']}
        />
      ))}
    </svg>
  )
}

type Scales = ReturnType<typeof toScales>

function toScales(days: readonly Day[], width: number) {
  const most = Math.max(4, ...days.map(({ calls, booked }) => Math.max(calls, booked)))
  const across = scaleBand<number>(days.keys(), [CHART_EDGE.left, width - CHART_EDGE.right])
    .paddingInner(0.4)
    .paddingOuter(0.2)
  return {
    up: scaleLinear([0, most], [HEIGHT - CHART_EDGE.bottom, CHART_EDGE.top]).nice(3),
    middle: (index: number) => (across(index) ?? 0) + across.bandwidth() / 2,
    step: across.step(),
    barWidth: across.bandwidth(),
  }
}

function Heights({ scales: { up }, width }: { readonly scales: Scales; readonly width: number }) {
  return up.ticks(3).map((tick) => (
    <g key={tick}>
      <line x1={CHART_EDGE.left} x2={width - CHART_EDGE.right} y1={up(tick)} y2={up(tick)} className={styles['grid']} />
      <text x={CHART_EDGE.left - 8} y={up(tick)} className={styles['up']}>
        {tick}
      </text>
    </g>
  ))
}

type BarsProps = { readonly days: readonly Day[]; readonly scales: Scales; readonly width: number }

/** Each day's bookings; as many dates below as have room, the last one among them. */
function Bars({ days, scales: { middle, up, barWidth }, width }: BarsProps) {
  const labelEvery = Math.ceil((days.length * LABEL_WIDTH) / Math.max(width, LABEL_WIDTH))
  return days.map((day, index) => (
    <g key={day.date}>
      <rect
        x={middle(index) - barWidth / 2}
        y={up(day.booked)}
        width={barWidth}
        height={up(0) - up(day.booked)}
        className={styles['bar']}
      />
      {(days.length - 1 - index) % labelEvery === 0 && (
        <text
          x={index === days.length - 1 ? width : middle(index)}
          y={HEIGHT - 4}
          className={index === days.length - 1 ? styles['last'] : styles['across']}
        >
          {formatDate(day.date)}
        </text>
      )}
    </g>
  ))
}
