import type { WeekTrend } from '../../lib/client.ts'
import { formatDate } from '../../lib/format-time.ts'
import styles from './weeks-table.module.css'

const BAR_WIDTH = 120
const BAR_HEIGHT = 8

/** The last weeks in numbers, the newest first; the bars show the same for the eye. */
export function WeeksTable({ weeks }: { readonly weeks: readonly WeekTrend[] }) {
  const most = Math.max(1, ...weeks.map(({ calls }) => calls))
  return (
    <table className={styles['table']}>
      <caption className={styles['caption']}>Calls of the last {weeks.length} weeks, the newest first</caption>
      <thead>
        <tr>
          <th scope="col">Week</th>
          <th scope="col">Calls</th>
          <th scope="col">Missed</th>
          <th scope="col">Answered</th>
          <th scope="col">Booked</th>
        </tr>
      </thead>
      <tbody>
        {weeks.toReversed().map((week) => (
          <tr key={week.from}>
            <th scope="row">
              {formatDate(week.from)} – {formatDate(week.to)}
            </th>
            <td>
              <span className={styles['figure']}>{week.calls}</span>
              <Bar share={week.calls / most} />
            </td>
            <td>{week.missed}</td>
            <td>{week.answeredPercent === null ? '–' : `${week.answeredPercent} %`}</td>
            <td>{week.booked}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Bar({ share }: { readonly share: number }) {
  return (
    <svg width={BAR_WIDTH} height={BAR_HEIGHT} aria-hidden="true" className={styles['bar']}>
      <rect width={BAR_WIDTH * share} height={BAR_HEIGHT} rx={2} />
    </svg>
  )
}
