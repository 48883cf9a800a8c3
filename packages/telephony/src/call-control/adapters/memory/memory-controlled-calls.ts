import type { BusinessId, CallId } from '@cloudgreet/core'

import type { ControlledCalls, ControlledLine, Move } from '../../ports/controlled-calls.ts'

type Line = Pick<ControlledLine, 'controlId' | 'from' | 'to'>
type StoredLine = Line & { readonly business: BusinessId; control?: Omit<ControlledLine, keyof Line> }

/** Keeps controlled calls in memory. Lines are made known by {@link addLine}, as the webhook makes rows of calls. */
export class MemoryControlledCalls implements ControlledCalls {
  readonly #lines = new Map<CallId, StoredLine>()
  readonly #talking = new Set<string>()

  addLine(business: BusinessId, callId: CallId, line: Line): void {
    this.#lines.set(callId, { ...line, business })
  }

  /** Retell has reported this call as begun. */
  reportAgentTalking(agentCallId: string): void {
    this.#talking.add(agentCallId)
  }

  async find(business: BusinessId, callId: CallId): Promise<ControlledLine | undefined> {
    const stored = this.#of(business, callId)
    return stored?.control === undefined ? undefined : toLine(stored, stored.control)
  }

  async move(business: BusinessId, callId: CallId, { key, at, decide }: Move) {
    const stored = this.#of(business, callId)
    if (stored === undefined) return undefined
    const known = stored.control
    const agentCallId = known?.call.agentCallId ?? null
    const call = decide(known?.call, { isAgentTalking: agentCallId !== null && this.#talking.has(agentCallId) })
    if (call === undefined) return undefined
    const mover =
      known !== undefined && known.call.state === call.state
        ? { movedAt: known.movedAt, movedBy: known.movedBy }
        : { movedAt: at, movedBy: key }
    stored.control = { call, ...mover, mayBeRegistered: known?.mayBeRegistered ?? false }
    return { ...toLine(stored, stored.control), isMine: mover.movedBy === key }
  }

  async noteRegistration(business: BusinessId, callId: CallId): Promise<void> {
    const stored = this.#of(business, callId)
    if (stored?.control !== undefined) stored.control = { ...stored.control, mayBeRegistered: true }
  }

  #of(business: BusinessId, callId: CallId): StoredLine | undefined {
    const stored = this.#lines.get(callId)
    return stored?.business === business ? stored : undefined
  }
}

export function createMemoryControlledCalls(): MemoryControlledCalls {
  return new MemoryControlledCalls()
}

function toLine({ controlId, from, to }: Line, control: Omit<ControlledLine, keyof Line>): ControlledLine {
  return { controlId, from, to, ...control }
}
