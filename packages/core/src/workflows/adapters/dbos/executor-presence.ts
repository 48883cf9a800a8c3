import pg from 'pg'

import type { Logger } from '../../../kernel/ports/logger.ts'

/**
 * Shows that this executor lives: a session-level advisory lock on its id, which PostgreSQL drops when the connection
 * ends. So it needs a direct connection or session mode; a transaction pooler would hand the lock to others.
 */
export class ExecutorPresence {
  readonly #url: string
  readonly #executorId: string
  readonly #logger: Logger
  #client: pg.Client | undefined

  constructor({
    url,
    executorId,
    logger,
  }: {
    readonly url: string
    readonly executorId: string
    readonly logger: Logger
  }) {
    this.#url = url
    this.#executorId = executorId
    this.#logger = logger
  }

  /** Connects when it is not, and takes the lock of this executor; call it again from time to time. */
  async assert(): Promise<void> {
    if (this.#client !== undefined) return
    const client = new pg.Client({ connectionString: this.#url })
    client.on('error', () => this.#forget(client))
    client.on('end', () => this.#forget(client))
    await client.connect()
    this.#client = client
    if (await this.#tryLock(this.#executorId)) return
    this.#logger.error('Another process runs under this executor id', { executorId: this.#executorId })
    await this.leave()
  }

  /** Runs the work when no process lives under the id, with its lock held, so that one process does it. */
  async whenDead(executorId: string, work: () => Promise<void>): Promise<void> {
    if (this.#client === undefined || !(await this.#tryLock(executorId))) return
    try {
      await work()
    } finally {
      await this.#client?.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lockName(executorId)])
    }
  }

  async leave(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end()
  }

  async #tryLock(executorId: string): Promise<boolean> {
    const query = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked'
    const result = await this.#client?.query<{ locked: boolean }>(query, [lockName(executorId)])
    return result?.rows[0]?.locked === true
  }

  #forget(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined
  }
}

function lockName(executorId: string): string {
  return `cloudgreet executor ${executorId}`
}
