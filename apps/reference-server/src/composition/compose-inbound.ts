import type { WakeUpBus } from '@cloudgreet/core'
import { createInboundPipeline, createReplay } from '@cloudgreet/core/inbound'
import { createInboxRetries, createPostgresInbox, createPostgresReplayStore } from '@cloudgreet/core/postgres'

import { createBodyDigest } from '../webhooks/body-digest.ts'
import { createInboundReaders } from '../webhooks/inbound-readers.ts'
import { createInboundRules } from '../webhooks/inbound-rules.ts'
import { type CompositionOptions, machine } from './composition-options.ts'
import { inboundStatements } from './inbound-statements.ts'

interface InboundParts {
  readonly bus: WakeUpBus
  readonly controlsCalls: boolean
}

/** From a verified webhook to its rows, now, later or again. */
export function composeInbound(options: CompositionOptions, { bus, controlsCalls }: InboundParts) {
  const { database, hasher, logger } = options
  const shared = { ...machine, database, logger, bus, statements: inboundStatements }
  const inbox = createPostgresInbox(shared)
  const digest = createBodyDigest()
  const readers = createInboundReaders({ rules: createInboundRules({ ...machine, hasher }), digest, controlsCalls })
  const pipeline = createInboundPipeline({ ...shared, inbox, readers, digest })
  const reapply = pipeline.reread
  return {
    inbox,
    pipeline,
    retries: createInboxRetries({ ...shared, reapply }),
    replay: createReplay({ ...shared, reapply, store: createPostgresReplayStore(shared) }),
  }
}
