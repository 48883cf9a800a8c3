import type { ModelClaims } from '../domain/model-claim.ts'
import type { ModelPrompt } from '../domain/model-prompt.ts'

export interface ModelAnswer {
  /** The right shape, and nothing more: each claim is still to be checked. */
  readonly claims: ModelClaims['claims']
  /** The model as the vendor names the one that answered. */
  readonly model: string
  /** What the call cost, prompt and answer together. */
  readonly tokens: number
}

/** A language model that reads calls. It is asked once for a run and never by itself again. */
export interface InsightModel {
  /** The model that is asked for; part of what a result is a result of. */
  readonly name: string

  /**
   * @throws {UpstreamError} `upstream_quota_exceeded` when the account is spent; `upstream_rate_limited`,
   *   `upstream_timeout`, `upstream_failed`, `upstream_unauthorized`, `upstream_refused`; `upstream_answer_malformed`
   *   for an answer of another shape, a refusal of the model included
   */
  ask(prompt: ModelPrompt): Promise<ModelAnswer>
}
