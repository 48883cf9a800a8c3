import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { Transaction } from '../../kernel/ports/transactions.ts'
import type { Json } from '../../workflows/ports/workflows.ts'

/** One thing that a voice agent asked for during a call. */
export interface FunctionCall {
  readonly businessId: BusinessId
  /** The vendor's id of the telephone call. */
  readonly providerCallId: string
  readonly name: string
  /** The same for the same arguments, however they were written. */
  readonly argumentsDigest: string
  readonly calledAt: Date
  /**
   * True for what names no subject of its own, like "cancel my appointment": once the same call has done something to
   * another subject, a repeat means that one. Default: false.
   */
  readonly meansCurrent?: boolean
}

export interface FunctionOutcome {
  /** `booked`, `slot_taken`, …: never personal data. */
  readonly code: string
  /** What the agent is told. */
  readonly answer: Json
  /** True when something was done: a repeat gets this answer and does nothing. */
  readonly isFinal: boolean
  /** What it was done to, such as the appointment's id. */
  readonly subjectId?: string | undefined
}

/** What voice agents asked for, each thing done once, although the vendor retries and the model repeats itself. */
export interface FunctionCalls {
  /**
   * Runs the work and keeps its outcome in one transaction. Two of the same at once: one waits for the other.
   *
   * A repeat of what is final gets the first answer, unless the same call has done something else to the same
   * subject since: who books, cancels and books again means it. What is not final is tried anew.
   *
   * @throws whatever `work` throws, with nothing kept
   */
  once(
    call: FunctionCall,
    work: (transaction: Transaction) => Promise<FunctionOutcome>,
  ): Promise<FunctionOutcome & { readonly isRepeat: boolean }>
}
