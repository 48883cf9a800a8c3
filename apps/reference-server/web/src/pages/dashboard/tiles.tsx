import type { DashboardStats } from '../../lib/client.ts'
import styles from './tiles.module.css'

/** The four figures of the day and the week. */
export function Tiles({ stats }: { readonly stats: DashboardStats }) {
  const tiles = [
    { name: 'Calls today', figure: String(stats.callsToday), remark: `${stats.callsLast7Days} in 7 days` },
    { name: 'Answered', figure: toShare(stats.answeredShare), remark: 'last 7 days' },
    { name: 'Booked', figure: String(stats.bookedLast7Days), remark: 'last 7 days' },
    { name: 'Texts today', figure: String(stats.messagesToday), remark: 'in and out' },
  ]
  return (
    <dl className={styles['tiles']}>
      {tiles.map(({ name, figure, remark }) => (
        <div key={name} className={styles['tile']}>
          <dt>{name}</dt>
          <dd className={styles['figure']}>{figure}</dd>
          <dd className={styles['remark']}>{remark}</dd>
        </div>
      ))}
    </dl>
  )
}

function toShare(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)}%`
}
