import type { AgentProvisioner, DesiredAgent } from '../../agents/ports/agent-provisioner.ts'
import { openPermit } from '../../permit.ts'
import type { ConsentRecord, ConsentRecorder } from '../../contact/ports/consent-recorder.ts'
import type { ContactGate } from '../../contact/ports/contact-gate.ts'
import type { Mailer, OutgoingMail } from '../../contact/ports/mailer.ts'
import { UpstreamError } from '../../errors/upstream-error.ts'
import type { BusinessId } from '../../kernel/domain/ids.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import type { Clock } from '../../kernel/ports/clock.ts'
import type { NumberAllocator } from '../../numbers/ports/number-allocator.ts'

export type Fault =
  /** Says no, each time, and does nothing. */
  | 'refused'
  /** Does it, and the answer is lost; once. */
  | 'unknown_but_done'
  /** Does it once, the answer is lost, and says no from then on. */
  | 'unknown_then_refused'
  /** The process dies before the effect; once. */
  | 'crash_before'
  /** The process dies after the effect; once. */
  | 'crash_after'

/** What the vendors and the sibling packages hold, and how they go wrong. */
export class RegistrationWorld {
  readonly agents = new Map<string, DesiredAgent>()
  readonly routes = new Map<PhoneNumber, string>()
  readonly numbers = new Map<PhoneNumber, { readonly business: BusinessId; readonly isConfirmed: boolean }>()
  readonly ledger: ConsentRecord[] = []
  readonly mails: OutgoingMail[] = []
  /** By `port.method`: `agents.createAgent`. */
  readonly faults = new Map<string, Fault>()
  /** The stock to claim from. */
  stock: PhoneNumber[]
  /** How many claims are answered `busy` before the first that is not. */
  busyClaims = 0
  isMailAllowed = true
  /** Ends the process; the next line is never reached. */
  crash: () => void = () => {
    throw new Error('Nothing can crash here.')
  }
  #agentCount = 0
  readonly #clock: Clock

  constructor({ clock, stock }: { readonly clock: Clock; readonly stock: readonly string[] }) {
    this.#clock = clock
    this.stock = stock as PhoneNumber[]
  }

  /** The port, with the faults of {@link faults} put between its methods and their callers. */
  faulty<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, method) => {
        const member: unknown = Reflect.get(target, method, target)
        if (typeof member !== 'function') return member
        return (...parameters: unknown[]) =>
          this.#through(`${name}.${String(method)}`, async () => Reflect.apply(member, target, parameters) as unknown)
      },
    })
  }

  numberAllocator(): NumberAllocator {
    const heldBy = (business: BusinessId) => [...this.numbers].find(([, holder]) => holder.business === business)?.[0]
    return this.faulty<NumberAllocator>('numbers', {
      claim: async (business) => {
        this.busyClaims -= 1
        if (this.busyClaims >= 0) return { outcome: 'busy', code: 'numbers_busy', retryAfterMs: 100 }
        const number = heldBy(business) ?? this.stock.find((candidate) => !this.numbers.has(candidate))
        if (number === undefined)
          return { outcome: 'none', code: 'no_available_numbers', counts: { assigned: this.numbers.size } }
        if (!this.numbers.has(number)) this.numbers.set(number, { business, isConfirmed: false })
        return { outcome: 'claimed', number }
      },
      confirm: async (business) => {
        const number = heldBy(business)
        if (number !== undefined) this.numbers.set(number, { business, isConfirmed: true })
      },
      find: async (business) => heldBy(business),
      release: async (business) => {
        const number = heldBy(business)
        if (number !== undefined) this.numbers.delete(number)
      },
    })
  }

  agentProvisioner(): AgentProvisioner {
    return this.faulty<AgentProvisioner>('agents', {
      createAgent: async (desired) => {
        this.#agentCount += 1
        const agentId = `agent_${this.#agentCount}`
        this.agents.set(agentId, desired)
        return { agentId }
      },
      findAgent: async (business) => {
        const found = [...this.agents].find(([, { businessId }]) => businessId === business)
        return found === undefined ? undefined : { agentId: found[0] }
      },
      removeAgent: async (agentId) => void this.agents.delete(agentId),
      connectNumber: async ({ number, agentId }) => void this.routes.set(number, agentId),
      disconnectNumber: async (number) => void this.routes.delete(number),
    })
  }

  consentRecorder(): ConsentRecorder {
    return this.faulty<ConsentRecorder>('consents', {
      record: async (record) => {
        if (!this.ledger.some(({ idempotencyKey }) => idempotencyKey === record.idempotencyKey))
          this.ledger.push(record)
      },
    })
  }

  contactGate(): ContactGate {
    const opened = new Set<string>()
    return this.faulty<ContactGate>('gate', {
      open: async (request) => {
        if (!this.isMailAllowed) return { allowed: false, reasons: ['opted_out'] }
        opened.add(request.intentKey)
        return { allowed: true, permit: openPermit({ ...request, openedAt: this.#clock.now() }) }
      },
      wasOpened: async (intentKey) => opened.has(intentKey),
    })
  }

  mailer(): Mailer {
    return this.faulty<Mailer>('mailer', {
      send: async (permit, mail) => {
        permit.assertCovers({ address: mail.to, channel: 'email' }, this.#clock.now())
        if (!this.mails.some(({ idempotencyKey }) => idempotencyKey === mail.idempotencyKey)) this.mails.push(mail)
      },
    })
  }

  async #through<Result>(operation: string, effect: () => Promise<Result>): Promise<Result> {
    const fault = this.faults.get(operation)
    if (fault === undefined) return effect()
    if (fault === 'refused') throw failure('refused')
    this.faults.delete(operation)
    if (fault === 'unknown_then_refused') this.faults.set(operation, 'refused')
    if (fault !== 'crash_before') await effect()
    if (fault === 'unknown_but_done' || fault === 'unknown_then_refused') throw failure('unknown')
    this.crash()
    return new Promise(() => {})
  }
}

function failure(outcome: 'refused' | 'unknown'): UpstreamError {
  const code = outcome === 'refused' ? 'upstream_refused' : 'upstream_timeout'
  return new UpstreamError(code, 'The vendor failed.', { vendor: 'example', outcome })
}
