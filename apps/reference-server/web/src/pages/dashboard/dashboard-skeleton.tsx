import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './dashboard-skeleton.module.css'

const TILES = ['calls', 'answered', 'booked', 'texts'] as const

/** Boxes of the size of what comes, so that nothing jumps. */
export function DashboardSkeleton() {
  return (
    <div className={styles['page']}>
      <div className={styles['tiles']}>
        {TILES.map((tile) => (
          <div key={tile} className={styles['box']} />
        ))}
      </div>
      <div className={styles['box']}>
        <Skeleton lines={9} label="Loading your calls" />
      </div>
    </div>
  )
}
