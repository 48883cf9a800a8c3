import type { AgentInspection, BusinessId } from '@cloudgreet/core'
import type { CallSummary, CredentialReport } from '@cloudgreet/core/contract'

/** What our own tables say of the business. */
export type DiagnosedBusiness = {
  readonly id: BusinessId
  readonly agentId: string | null
  readonly number: string | null
  readonly agentPaused: boolean
}

/** Webhooks of a provider, as this process saw them. Times are ISO 8601. */
export type WebhookFacts = {
  readonly provider: string
  readonly lastAcceptedAt: string | null
  readonly lastRefusedAt: string | null
  readonly lastRefusedReason: string | null
  readonly refused: number
}

/** Everything that a diagnosis rests on. */
export type DiagnosisFacts = {
  readonly business: DiagnosedBusiness
  /** Undefined: there is nobody to ask, or the vendor did not say. */
  readonly inspection: AgentInspection | undefined
  readonly credentials: readonly CredentialReport[]
  readonly webhooks: readonly WebhookFacts[]
  /** Null: no call of the business ever came in. */
  readonly lastCallAt: string | null
  /** Of the last seven days. */
  readonly calls: CallSummary
}
