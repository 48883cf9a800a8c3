import type { Logger } from '../../../kernel/ports/logger.ts'
import type { Timer } from '../../../kernel/ports/timer.ts'
import type { Database } from '../../../postgres/open-database.ts'
import type { InboundKey } from '../../ports/inbox.ts'

/** How long answers are collected before they are written together. */
const collectMs = 1_000
/** Beyond this many waiting answers, further ones are dropped: a database that is away must not fill the memory. */
const mostWaiting = 5_000

export interface AnswerRecorderSettings {
  readonly database: Database
  readonly timer: Timer
  readonly logger: Logger
}

interface Answer extends InboundKey {
  readonly status: number
  readonly at: Date
}

/** Writes the answers of deliveries, many at a time, off the hot path. */
export interface AnswerRecorder {
  record(key: InboundKey, status: number, at: Date): void
  flush(): Promise<void>
}

export function createAnswerRecorder({ database, timer, logger }: AnswerRecorderSettings): AnswerRecorder {
  let waiting: Answer[] = []
  let flushing: Promise<void> = Promise.resolve()
  let cancel: (() => void) | undefined

  async function write(): Promise<void> {
    cancel?.()
    cancel = undefined
    const answers = waiting
    waiting = []
    if (answers.length === 0) return
    try {
      await database.pool.query({ name: 'inbound_answers', text: updateSql, values: toColumns(answers) })
    } catch (error) {
      logger.warn('The answers of webhooks were not recorded', { error, count: answers.length })
    }
  }

  function flush(): Promise<void> {
    flushing = flushing.then(write)
    return flushing
  }

  return {
    flush,
    record: ({ provider, account, eventKey }, status, at) => {
      if (waiting.length >= mostWaiting) return
      waiting.push({ provider, account, eventKey, status, at })
      cancel ??= timer.after(collectMs, () => void flush())
    },
  }
}

function toColumns(answers: readonly Answer[]): unknown[] {
  return [
    answers.map(({ provider }) => provider),
    answers.map(({ account }) => account),
    answers.map(({ eventKey }) => eventKey),
    answers.map(({ status }) => status),
    answers.map(({ at }) => at),
  ]
}

/** The latest answer of a key wins. */
const updateSql = `UPDATE webhook_inbox AS inbox
  SET answered_status = answers.status, answered_at = answers.at
  FROM (
    SELECT DISTINCT ON (provider, account, event_key) *
    FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::timestamptz[])
      WITH ORDINALITY AS given (provider, account, event_key, status, at, position)
    ORDER BY provider, account, event_key, position DESC
  ) AS answers
  WHERE inbox.provider = answers.provider AND inbox.account = answers.account AND inbox.event_key = answers.event_key`
