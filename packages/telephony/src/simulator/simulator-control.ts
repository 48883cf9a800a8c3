import { InvalidArgumentError } from '@cloudgreet/core'

import type { CallScript } from './domain/call-script.ts'
import type { FaultKind } from './domain/fault-kinds.ts'
import type { Fault } from './domain/fault-plan.ts'
import type { Effect, LedgerEntry } from './domain/ledger-entry.ts'
import type { Delivery } from './webhook-courier.ts'

export interface ControlAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface ControlCall {
  /** The number that is called. */
  readonly to: string
  readonly from: string
  /** Default: a caller books a visit. */
  readonly script?: CallScript
  /** How much faster than speech. Default: 1. */
  readonly speed?: number
  /** On a number of a Call Control application: Retell does not take the call. Default: false. */
  readonly agentDown?: boolean
  /** What the owner does when the call is offered to them. Default: `answers`. */
  readonly owner?: 'answers' | 'no_answer' | 'busy'
  /** The caller hangs up after so long, in milliseconds of the call's own time. Default: never. */
  readonly hangUpAfterMs?: number
  /** Answer once the call is over, its webhooks sent for the first time. Default: false. */
  readonly wait?: boolean
}

export interface ControlText {
  /** One of our numbers. */
  readonly to: string
  readonly from: string
  readonly text: string
  /** Answer once the webhook has been delivered, or given up. Default: false. */
  readonly wait?: boolean
}

export interface AgentEdit {
  /** Fields of the agent, as on Retell's wire. */
  readonly agent?: Readonly<Record<string, unknown>>
  /** Fields of its language model. */
  readonly llm?: Readonly<Record<string, unknown>>
  /** Default: true. */
  readonly publish?: boolean
}

export interface FaultOptions {
  /** Default: 1. */
  readonly times?: number
  /** Of `delay`, in milliseconds. Default: 1000. */
  readonly delayMs?: number
  /** Of `error`: Telnyx's code, `40329`. */
  readonly code?: string
}

/** A client of a running simulator's control API: for tests, demos and the command line. */
export class SimulatorControl {
  readonly #baseUrl: string

  /** @param controlUrl - as in {@link VendorSimulator.controlUrl} */
  constructor(controlUrl: string) {
    this.#baseUrl = controlUrl
  }

  /**
   * `callId` (Retell's, or Telnyx's `call_control_id` on a number of a Call Control application), or status 409 with
   * `code: 'number_without_agent'`.
   */
  placeCall(call: ControlCall): Promise<ControlAnswer> {
    return this.post('/calls', call)
  }

  /** `messageId` and the `keyword` that Telnyx saw, or status 409 with `code: 'number_not_held'`. */
  deliverText(text: ControlText): Promise<ControlAnswer> {
    return this.post('/texts', text)
  }

  /** Puts numbers into the Telnyx account. Those already there stay as they are. */
  seedNumbers(numbers: readonly string[]): Promise<ControlAnswer> {
    return this.post('/numbers', { numbers })
  }

  /** Somebody changes the agent in Retell's console, by default so that callers meet it at once. */
  editAgent(agentId: string, edit: AgentEdit): Promise<ControlAnswer> {
    return this.post(`/agents/${agentId}/edits`, edit)
  }

  /**
   * The next answers of this operation, or deliveries of this vendor (`retell.webhooks`), meet the fault.
   *
   * @throws {InvalidArgumentError} naming what exists, when the target or a fault of this kind does not
   */
  async fail(target: string, kind: FaultKind, options: FaultOptions = {}): Promise<void> {
    const { status, body } = await this.post('/faults', { target, kind, ...options })
    if (status !== 201) throw new InvalidArgumentError(String(body['message'] ?? JSON.stringify(body['errors'])))
  }

  /** Faults that are still to strike, and every target there is. */
  async faults(): Promise<{ readonly faults: readonly Fault[]; readonly targets: readonly string[] }> {
    const answer = await fetch(`${this.#baseUrl}/faults`)
    return (await answer.json()) as { faults: Fault[]; targets: string[] }
  }

  async clearFaults(): Promise<void> {
    await fetch(`${this.#baseUrl}/faults`, { method: 'DELETE' })
  }

  async ledger(effect?: Effect): Promise<readonly LedgerEntry[]> {
    const query = effect === undefined ? '' : `?effect=${effect}`
    const answer = await fetch(`${this.#baseUrl}/ledger${query}`)
    return ((await answer.json()) as { readonly entries: readonly LedgerEntry[] }).entries
  }

  /** Waits until nothing is under way, then returns every delivery so far. */
  async settle(): Promise<readonly Delivery[]> {
    return (await this.post('/settle')).body['deliveries'] as readonly Delivery[]
  }

  async post(path: string, body: unknown = {}): Promise<ControlAnswer> {
    const answer = await fetch(`${this.#baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
}
