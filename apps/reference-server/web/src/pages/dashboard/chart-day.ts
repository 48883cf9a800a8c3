import type { DashboardStats } from '../../lib/client.ts'

/** One day of the chart. */
export type Day = DashboardStats['days'][number]
