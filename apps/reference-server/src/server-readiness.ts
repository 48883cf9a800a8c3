import type { Health } from '@cloudgreet/core/contract'
import type { Database } from '@cloudgreet/core/postgres'

import type { Readiness } from './readiness.ts'

/** Longest wait for the database's answer, in milliseconds. */
const timeoutMs = 1_500

/** Ready once started, until the stop, while the database answers. */
export class ServerReadiness implements Readiness {
  readonly #database: Pick<Database, 'pool'>
  #isStarted = false
  #isDraining = false

  constructor(database: Pick<Database, 'pool'>) {
    this.#database = database
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  start(): void {
    this.#isStarted = true
  }

  drain(): void {
    this.#isDraining = true
  }

  async status(): Promise<Health['status']> {
    if (this.#isDraining) return 'draining'
    if (!this.#isStarted) return 'unavailable'
    return (await this.#answers()) ? 'ok' : 'unavailable'
  }

  async #answers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const timedOut = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, timeoutMs, false)
    })
    const answered = this.#database.pool.query('SELECT 1').then(
      () => true,
      () => false,
    )
    try {
      return await Promise.race([answered, timedOut])
    } finally {
      clearTimeout(timer)
    }
  }
}
