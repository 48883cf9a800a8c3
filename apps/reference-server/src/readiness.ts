import type { Health } from '@cloudgreet/core/contract'

/** Whether the server takes requests. */
export interface Readiness {
  status(): Promise<Health['status']>
}
