import type { EventOutbox, Logger, Transactions } from '@cloudgreet/core'
import type { FollowUpWorkflow } from '@cloudgreet/core/postgres'
import { createControlCall, type NumberRoutes } from '@cloudgreet/telephony'
import { createPostgresControlledCalls } from '@cloudgreet/telephony/postgres'

import type { Settings } from '../config/read-settings.ts'
import { createFindCallMeans } from '../data/find-call-means.ts'
import { machine } from './composition-options.ts'
import type { Vendors } from './create-vendors.ts'

interface CallControlParts {
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  readonly routes: NumberRoutes
  readonly vendors: Pick<Vendors, 'control'>
  readonly logger: Logger
}

/** Carries on with calls on the route `call-control`; undefined while one of the two vendors is off. */
export function composeCallControl(settings: Settings, parts: CallControlParts): FollowUpWorkflow | undefined {
  const { vendors, transactions } = parts
  if (vendors.control === undefined) return undefined
  return createControlCall({
    ...parts,
    ...vendors.control,
    clock: machine.clock,
    calls: createPostgresControlledCalls({ ...parts, ids: machine.ids }),
    findMeans: createFindCallMeans(transactions),
    settings: {
      agentAnswerTimeoutMs: settings.CLOUDGREET_AGENT_ANSWER_TIMEOUT_MS,
      ownerAnswerTimeoutMs: settings.CLOUDGREET_OWNER_ANSWER_TIMEOUT_MS,
      agentSipUri: settings.CLOUDGREET_RETELL_SIP_URI,
    },
  })
}
