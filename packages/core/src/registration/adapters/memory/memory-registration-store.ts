import { EmailExistsError, type PasswordHash } from '../../../identity/ports/identity.ts'
import type { BusinessId, RegistrationId, UserId } from '../../../kernel/domain/ids.ts'
import type { Transactions } from '../../../kernel/ports/transactions.ts'
import type { EventOutbox } from '../../../realtime/ports/event-outbox.ts'
import type {
  RegisteredBusiness,
  RegistrationAttempt,
  RegistrationEnd,
  RegistrationRecord,
  RegistrationStep,
  RegistrationStepRecord,
} from '../../domain/registration.ts'
import type { Activation, RegistrationStore, StepPlan, StepSettlement } from '../../ports/registration-store.ts'
import type { NewBusinessEvent } from '../../../realtime/domain/business-event.ts'

interface Kept {
  readonly attempt: RegistrationAttempt
  readonly steps: Map<RegistrationStep, RegistrationStepRecord>
  passwordHash: PasswordHash | undefined
  end: RegistrationEnd | undefined
}

interface BusinessRow extends Partial<RegisteredBusiness> {
  readonly businessName: string
  readonly status: 'provisioning' | 'active'
}

/** A {@link RegistrationStore} for tests; its rows can be looked at. */
export interface MemoryRegistrationStore extends RegistrationStore {
  /** Email by user. */
  readonly profiles: ReadonlyMap<UserId, string>
  readonly businesses: ReadonlyMap<BusinessId, BusinessRow>
  /** Attempts whose password hash is still kept. */
  passwordsKept(): number
}

export interface MemoryRegistrationStoreOptions {
  /** Those that the outbox knows: `createMemoryTransactions` for `createMemoryEventOutbox`. */
  readonly transactions: Transactions
  readonly outbox: Pick<EventOutbox, 'append'>
}

export function createMemoryRegistrationStore(options: MemoryRegistrationStoreOptions): MemoryRegistrationStore {
  return new MemoryStore(options)
}

class MemoryStore implements MemoryRegistrationStore {
  readonly profiles = new Map<UserId, string>()
  readonly businesses = new Map<BusinessId, BusinessRow>()
  readonly #attempts = new Map<RegistrationId, Kept>()
  readonly #transactions: Transactions
  readonly #outbox: Pick<EventOutbox, 'append'>

  constructor({ transactions, outbox }: MemoryRegistrationStoreOptions) {
    this.#transactions = transactions
    this.#outbox = outbox
  }

  passwordsKept(): number {
    return [...this.#attempts.values()].filter(({ passwordHash }) => passwordHash !== undefined).length
  }

  async open(attempt: RegistrationAttempt, passwordHash: PasswordHash): Promise<'opened' | 'email_taken'> {
    const isLive = ({ attempt: { profile }, end }: Kept) =>
      profile.email === attempt.profile.email && (end === undefined || end.status === 'stuck')
    if ([...this.#attempts.values()].some(isLive)) return 'email_taken'
    this.#attempts.set(attempt.id, { attempt, passwordHash, steps: new Map(), end: undefined })
    return 'opened'
  }

  async find(id: RegistrationId): Promise<RegistrationRecord | undefined> {
    const kept = this.#attempts.get(id)
    return kept === undefined ? undefined : { attempt: kept.attempt, end: kept.end }
  }

  async findPasswordHash(id: RegistrationId): Promise<PasswordHash | undefined> {
    return this.#attempts.get(id)?.passwordHash
  }

  async forgetPassword(id: RegistrationId): Promise<void> {
    this.#kept(id).passwordHash = undefined
  }

  async listUnfinished(): Promise<readonly RegistrationId[]> {
    return [...this.#attempts.values()].filter(({ end }) => end === undefined).map(({ attempt }) => attempt.id)
  }

  async planStep(id: RegistrationId, { step, position, plannedAt }: StepPlan): Promise<'planned' | 'planned_before'> {
    const { steps } = this.#kept(id)
    if (steps.has(step)) return 'planned_before'
    steps.set(step, { step, position, plannedAt, status: 'planned' })
    return 'planned'
  }

  async settleStep(id: RegistrationId, step: RegistrationStep, settlement: StepSettlement): Promise<void> {
    const { steps } = this.#kept(id)
    const planned = steps.get(step)
    if (planned !== undefined) steps.set(step, { ...planned, errorCode: undefined, ...settlement })
  }

  async listSteps(id: RegistrationId): Promise<readonly RegistrationStepRecord[]> {
    const steps = [...(this.#attempts.get(id)?.steps.values() ?? [])]
    return steps.sort((one, other) => one.position - other.position)
  }

  async finish(id: RegistrationId, end: RegistrationEnd): Promise<void> {
    const kept = this.#kept(id)
    kept.end = end
    kept.passwordHash = undefined
  }

  async createProfiles({ userId, profile }: RegistrationAttempt): Promise<void> {
    for (const [other, email] of this.profiles)
      if (email === profile.email && other !== userId) throw new EmailExistsError()
    this.profiles.set(userId, profile.email)
  }

  async removeProfiles({ userId }: RegistrationAttempt): Promise<void> {
    this.profiles.delete(userId)
  }

  async createBusiness({ businessId, profile }: RegistrationAttempt, event: NewBusinessEvent): Promise<void> {
    if (this.businesses.has(businessId)) return
    this.businesses.set(businessId, { businessName: profile.businessName, status: 'provisioning' })
    await this.#append(event)
  }

  async removeBusiness({ businessId }: RegistrationAttempt): Promise<void> {
    this.businesses.delete(businessId)
  }

  async activateBusiness({ businessId }: RegistrationAttempt, activation: Activation): Promise<void> {
    const business = this.businesses.get(businessId)
    if (business === undefined || business.status === 'active') return
    const { phoneNumber, retellAgentId, event } = activation
    this.businesses.set(businessId, { ...business, phoneNumber, retellAgentId, status: 'active' })
    await this.#append(event)
  }

  async deactivateBusiness({ businessId }: RegistrationAttempt): Promise<void> {
    const business = this.businesses.get(businessId)
    if (business === undefined) return
    this.businesses.set(businessId, { businessName: business.businessName, status: 'provisioning' })
  }

  async findBusiness({ businessId: id }: RegistrationAttempt): Promise<RegisteredBusiness | undefined> {
    const { status, businessName, phoneNumber, retellAgentId } = this.businesses.get(id) ?? {}
    if (status !== 'active' || businessName === undefined || phoneNumber === undefined || retellAgentId === undefined)
      return undefined
    return { id, businessName, phoneNumber, retellAgentId }
  }

  async #append(event: NewBusinessEvent): Promise<void> {
    await this.#transactions.asOwner('registration', (transaction) => this.#outbox.append(event, transaction))
  }

  #kept(id: RegistrationId): Kept {
    const kept = this.#attempts.get(id)
    if (kept === undefined) throw new TypeError('There is no such registration.')
    return kept
  }
}
