import type { AgentInspector, BusinessId, Clock } from '@cloudgreet/core'
import type { CredentialReport, Diagnosis } from '@cloudgreet/core/contract'

import type { CallLog } from '../calls/ports/call-log.ts'
import { diagnoseBusiness } from './domain/diagnose-business.ts'
import type { DiagnosedBusiness, WebhookFacts } from './domain/diagnosis-facts.ts'
import type { CredentialCheck } from './ports/credential-check.ts'

/** The days that the success rate is read over, in milliseconds. */
const windowMs = 7 * 86_400_000

/** Says why calls do not connect. */
export interface CallDiagnosis {
  /** Undefined when there is no such business. Asks the vendors, so it takes as long as they do: 10 s at most each. */
  diagnose(business: BusinessId): Promise<Diagnosis | undefined>

  /** Whether each vendor takes our key. */
  checkCredentials(): Promise<readonly CredentialReport[]>
}

export interface CallDiagnosisOptions {
  readonly findBusiness: (id: BusinessId) => Promise<DiagnosedBusiness | undefined>
  readonly calls: Pick<CallLog, 'list' | 'summary'>
  /** Undefined while a vendor is off: then the agent itself is not looked at. */
  readonly inspector: AgentInspector | undefined
  readonly credentials: readonly CredentialCheck[]
  readonly readWebhooks: () => readonly WebhookFacts[]
  readonly clock: Clock
}

export function createCallDiagnosis(options: CallDiagnosisOptions): CallDiagnosis {
  const { findBusiness, calls, inspector, readWebhooks, clock } = options
  const checkCredentials = () => Promise.all(options.credentials.map((credential) => credential.check()))

  /** A vendor that does not answer has a finding of its own: see `provider_unreachable`. */
  const inspect = (id: BusinessId) => inspector?.inspectAgent(id).catch(() => undefined)

  return {
    checkCredentials,
    async diagnose(id) {
      const business = await findBusiness(id)
      if (business === undefined) return undefined
      const from = new Date(clock.now().getTime() - windowMs)
      const [credentials, inspection, newest, summary] = await Promise.all([
        checkCredentials(),
        inspect(id),
        calls.list(id, { limit: 1 }),
        calls.summary(id, { from }),
      ])
      const lastCallAt = newest.items[0]?.startedAt ?? null
      const webhooks = readWebhooks()
      return diagnoseBusiness({ business, inspection, credentials, webhooks, lastCallAt, calls: summary })
    },
  }
}
