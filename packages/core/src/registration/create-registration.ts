import { EmailExistsError } from '../identity/ports/identity.ts'
import type { RegistrationId } from '../kernel/domain/ids.ts'
import type { AnyWorkflow, Workflow } from '../workflows/ports/workflows.ts'
import { compensate } from './compensate.ts'
import { describeFailure } from './domain/describe-failure.ts'
import type {
  RegistrationEvidence,
  RegistrationForm,
  RegistrationRecord,
  RegistrationStatus,
  RegistrationStepRecord,
} from './domain/registration.ts'
import { RegistrationError } from './domain/registration-error.ts'
import type { RegistrationDependencies } from './registration-dependencies.ts'
import { registrationSaga, sagaSteps, type SagaInput } from './registration-saga.ts'

const defaultWaitMs = 15_000

export interface RegistrationInspection {
  readonly status: RegistrationStatus['status'] | 'stuck'
  /** Why it failed. */
  readonly code?: string | undefined
  readonly createdAt: Date
  readonly steps: readonly RegistrationStepRecord[]
}

/** Registers businesses: each one whole, or as if never tried. */
export interface Registration {
  /** Make these known to the engine before its launch. */
  readonly workflows: readonly AnyWorkflow[]

  /**
   * Starts a registration and waits for its end, by default at most 15 s; `provisioning` when it has not come.
   *
   * @throws {EmailExistsError} when the address has an account or a live registration: nothing was made
   * @throws {UnavailableError} `password_queue_full`, `workflows_not_running`
   */
  register(
    form: RegistrationForm,
    evidence: RegistrationEvidence,
    options?: { readonly waitMs?: number },
  ): Promise<RegistrationStatus>

  /** Undefined for an unknown id. */
  status(id: RegistrationId): Promise<RegistrationStatus | undefined>

  /** What operators see: each step and its way back. Undefined for an unknown id. */
  inspect(id: RegistrationId): Promise<RegistrationInspection | undefined>

  /** Call after the engine's launch: starts attempts whose process died before it could. @returns how many */
  resumeUnfinished(): Promise<number>

  /**
   * Undoes what a stuck registration has left; then it is `failed`, or stuck again.
   *
   * @throws {RegistrationError} `registration_not_stuck`, also for an unknown id
   */
  retryCleanUp(id: RegistrationId, options?: { readonly waitMs?: number }): Promise<RegistrationInspection | undefined>
}

export function createRegistration(dependencies: RegistrationDependencies): Registration {
  return new DurableRegistration(dependencies)
}

class DurableRegistration implements Registration {
  readonly workflows: readonly AnyWorkflow[]
  readonly #dependencies: RegistrationDependencies
  readonly #saga: Workflow<SagaInput, void>
  readonly #cleanUp: Workflow<SagaInput & { readonly code: string }, void>

  constructor(dependencies: RegistrationDependencies) {
    this.#dependencies = dependencies
    this.#saga = registrationSaga(dependencies)
    const steps = sagaSteps(dependencies)
    this.#cleanUp = {
      name: 'registration_clean_up',
      run: (context, { registrationId, code }) => compensate(dependencies, context, { registrationId, steps, code }),
    }
    this.workflows = [this.#saga, this.#cleanUp]
  }

  async register(
    form: RegistrationForm,
    evidence: RegistrationEvidence,
    { waitMs = defaultWaitMs }: { readonly waitMs?: number } = {},
  ): Promise<RegistrationStatus> {
    const { identity, workflows } = this.#dependencies
    if ((await identity.findUserByEmail(form.email)) !== undefined) throw new EmailExistsError()
    const registrationId = await this.#open(form, evidence)
    await workflows.start(this.#saga, registrationId, { registrationId })
    await workflows.waitFor(registrationId, waitMs)
    const status = (await this.status(registrationId)) ?? { status: 'provisioning' as const, registrationId }
    // Another registration of the address was finished between the look and the start of this one.
    if (status.status === 'failed' && status.code === 'email_exists') throw new EmailExistsError()
    return status
  }

  async status(id: RegistrationId): Promise<RegistrationStatus | undefined> {
    const record = await this.#dependencies.store.find(id)
    return record === undefined ? undefined : this.#toStatus(record)
  }

  async inspect(id: RegistrationId): Promise<RegistrationInspection | undefined> {
    const { store } = this.#dependencies
    const record = await store.find(id)
    if (record === undefined) return undefined
    const { attempt, end } = record
    const code = end === undefined || end.status === 'active' ? undefined : end.code
    const steps = await store.listSteps(id)
    return { status: end?.status ?? 'provisioning', code, createdAt: attempt.createdAt, steps }
  }

  async resumeUnfinished(): Promise<number> {
    const { store, workflows, logger, clock } = this.#dependencies
    let resumed = 0
    for (const registrationId of await store.listUnfinished()) {
      const state = await workflows.state(registrationId)
      if (state === undefined) {
        await workflows.start(this.#saga, registrationId, { registrationId })
        resumed += 1
      } else if (state.status === 'failed') {
        logger.error('Registration is stuck', { registrationId, code: state.errorCode })
        await store.finish(registrationId, { status: 'stuck', code: state.errorCode }, clock.now())
      }
    }
    return resumed
  }

  async retryCleanUp(
    id: RegistrationId,
    { waitMs = defaultWaitMs }: { readonly waitMs?: number } = {},
  ): Promise<RegistrationInspection | undefined> {
    const { store, workflows, ids } = this.#dependencies
    const end = (await store.find(id))?.end
    if (end?.status !== 'stuck')
      throw new RegistrationError('registration_not_stuck', 'This registration is not stuck.')
    const workflowId = `${id}:clean_up:${ids.next()}`
    await workflows.start(this.#cleanUp, workflowId, { registrationId: id, code: end.code })
    await workflows.waitFor(workflowId, waitMs)
    return this.inspect(id)
  }

  /** The password is hashed here, before anything durable begins; nothing after this sees it. */
  async #open({ password, ...profile }: RegistrationForm, evidence: RegistrationEvidence): Promise<RegistrationId> {
    const { identity, store, ids, clock } = this.#dependencies
    const passwordHash = await identity.hashPassword(password)
    const attempt = {
      id: ids.next<'Registration'>(),
      userId: ids.next<'User'>(),
      businessId: ids.next<'Business'>(),
      profile,
      evidence,
      createdAt: clock.now(),
    }
    if ((await store.open(attempt, passwordHash)) === 'email_taken') throw new EmailExistsError()
    return attempt.id
  }

  async #toStatus({ attempt, end }: RegistrationRecord): Promise<RegistrationStatus> {
    const registrationId = attempt.id
    if (end === undefined) return { status: 'provisioning', registrationId }
    if (end.status !== 'active') {
      const code = end.status === 'stuck' ? 'registration_stuck' : end.code
      return { status: 'failed', registrationId, code, detail: describeFailure(code) }
    }
    const business = await this.#dependencies.store.findBusiness(attempt)
    if (business !== undefined) return { status: 'active', registrationId, userId: attempt.userId, business }
    return { status: 'failed', registrationId, code: 'business_closed', detail: describeFailure('business_closed') }
  }
}
