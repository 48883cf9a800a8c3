import {
  type BusinessId,
  type Clock,
  type NumberAllocator,
  type NumberClaim,
  NumberNotHeldError,
  type PhoneNumber,
  type StockCounts,
} from '@cloudgreet/core'

import { type AddedLine, parseNumberLines, toAddedLines } from '../../domain/number-lines.ts'
import {
  isHeld,
  type NumberState,
  numberStatuses,
  quarantineDays,
  type VerificationStatus,
} from '../../domain/number-state.ts'
import type { NewStock, NumberInventory } from '../../ports/number-inventory.ts'

type StockedNumber = NumberState & {
  readonly verificationStatus: VerificationStatus
  readonly quarantinedUntil?: Date
}

const dayMs = 86_400_000

/** A stock in memory: allocator and inventory in one. */
export class MemoryNumberStock implements NumberAllocator, NumberInventory {
  readonly #clock: Clock
  readonly #numbers = new Map<PhoneNumber, StockedNumber>()

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock
  }

  async claim(business: BusinessId): Promise<NumberClaim> {
    const held = this.#findHeld(business)
    if (held !== undefined) return { outcome: 'claimed', number: held }
    const free = this.#find(
      ({ status, verificationStatus }) => status === 'available' && verificationStatus === 'verified',
    )
    if (free === undefined) return { outcome: 'none', code: 'no_available_numbers', counts: this.#count() }
    this.#change(free, { status: 'reserved', assignedTo: business })
    return { outcome: 'claimed', number: free }
  }

  async confirm(business: BusinessId): Promise<void> {
    const held = this.#findHeld(business)
    if (held === undefined) throw new NumberNotHeldError()
    this.#change(held, { status: 'assigned', assignedTo: business })
  }

  async find(business: BusinessId): Promise<PhoneNumber | undefined> {
    return this.#findHeld(business)
  }

  async release(business: BusinessId, reason: 'unused' | 'business_closed'): Promise<void> {
    const held = this.#findHeld(business)
    if (held === undefined) return
    const quarantinedUntil = new Date(this.#clock.now().getTime() + quarantineDays * dayMs)
    this.#change(held, reason === 'unused' ? { status: 'available' } : { status: 'quarantined', quarantinedUntil })
  }

  async addNumbers(lines: readonly string[], stock: NewStock = {}): Promise<readonly AddedLine[]> {
    const parsed = parseNumberLines(lines)
    const added = new Set<PhoneNumber>()
    for (const line of parsed) {
      if (!('number' in line) || this.#numbers.has(line.number)) continue
      this.#numbers.set(line.number, {
        status: 'available',
        verificationStatus: stock.verificationStatus ?? 'unverified',
      })
      added.add(line.number)
    }
    return toAddedLines(parsed, added)
  }

  async countByStatus(): Promise<StockCounts> {
    return this.#count()
  }

  #count(): StockCounts {
    const count = (matches: (number: StockedNumber) => boolean) => [...this.#numbers.values()].filter(matches).length
    return {
      ...Object.fromEntries(numberStatuses.map((status) => [status, count((number) => number.status === status)])),
      assignable: count(
        ({ status, verificationStatus }) => status === 'available' && verificationStatus === 'verified',
      ),
    }
  }

  async endQuarantines(): Promise<readonly PhoneNumber[]> {
    const now = this.#clock.now()
    const ended = [...this.#numbers].flatMap(([number, { quarantinedUntil }]) =>
      quarantinedUntil !== undefined && quarantinedUntil <= now ? [number] : [],
    )
    for (const number of ended) this.#change(number, { status: 'available' })
    return ended
  }

  #findHeld(business: BusinessId): PhoneNumber | undefined {
    return this.#find(({ status, assignedTo }) => isHeld(status) && assignedTo === business)
  }

  #find(matches: (number: StockedNumber) => boolean): PhoneNumber | undefined {
    return [...this.#numbers].find(([, stocked]) => matches(stocked))?.[0]
  }

  #change(number: PhoneNumber, state: NumberState & { readonly quarantinedUntil?: Date }): void {
    const verificationStatus = this.#numbers.get(number)?.verificationStatus ?? 'unverified'
    this.#numbers.set(number, { ...state, verificationStatus })
  }
}

export function createMemoryNumberStock(options: { readonly clock: Clock }): MemoryNumberStock {
  return new MemoryNumberStock(options)
}
