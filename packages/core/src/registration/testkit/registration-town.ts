import { createMemoryIdentity } from '../../identity/adapters/memory/memory-identity.ts'
import { createMemoryTransactions } from '../../kernel/adapters/memory/memory-transactions.ts'
import type { RegistrationId } from '../../kernel/domain/ids.ts'
import { FakeClock } from '../../kernel/testkit/fake-clock.ts'
import { RecordingLogger } from '../../kernel/testkit/recording-logger.ts'
import { SequentialIdSource } from '../../kernel/testkit/sequential-id-source.ts'
import { createMemoryEventOutbox } from '../../realtime/adapters/memory/memory-event-outbox.ts'
import { createMemoryWorkflowRecord } from '../../workflows/adapters/memory/memory-workflow-record.ts'
import { createMemoryWorkflows, type MemoryWorkflows } from '../../workflows/adapters/memory/memory-workflows.ts'
import { runToEnd } from '../../workflows/testkit/run-to-end.ts'
import { createMemoryRegistrationStore } from '../adapters/memory/memory-registration-store.ts'
import { createRegistration, type Registration } from '../create-registration.ts'
import type { RegistrationForm, RegistrationStatus } from '../domain/registration.ts'
import { describeTestAgent } from './describe-test-agent.ts'
import { registrationEvidence, registrationForm } from './registration-form.ts'
import { RegistrationWorld } from './registration-world.ts'

/** A server whose process may die: what is durable stays, the rest is made anew. */
export class RegistrationTown {
  readonly clock = new FakeClock()
  readonly logger = new RecordingLogger()
  readonly world: RegistrationWorld
  readonly identity = createMemoryIdentity()
  readonly outbox = createMemoryEventOutbox()
  readonly store = createMemoryRegistrationStore({ transactions: createMemoryTransactions(), outbox: this.outbox })
  readonly record = createMemoryWorkflowRecord()
  readonly ids = new SequentialIdSource()
  engine: MemoryWorkflows
  registration: Registration
  #died: Promise<'died'> = new Promise(() => {})

  constructor({ stock = ['+18005550100', '+18005550101'] }: { readonly stock?: readonly string[] } = {}) {
    this.world = new RegistrationWorld({ clock: this.clock, stock })
    ;[this.engine, this.registration] = this.#boot()
  }

  #boot(): [MemoryWorkflows, Registration] {
    const engine = createMemoryWorkflows({ clock: this.clock, logger: this.logger, record: this.record })
    this.#died = new Promise((resolve) => {
      this.world.crash = () => {
        engine.crash()
        resolve('died')
      }
    })
    const { world, clock, ids, logger } = this
    const registration = createRegistration({
      workflows: engine,
      store: world.faulty('store', this.store),
      identity: world.faulty('identity', this.identity),
      numbers: world.numberAllocator(),
      agents: world.agentProvisioner(),
      describeAgent: describeTestAgent,
      consents: world.consentRecorder(),
      gate: world.contactGate(),
      mailer: world.mailer(),
      clock,
      ids,
      logger,
    })
    for (const workflow of registration.workflows) engine.register(workflow)
    return [engine, registration]
  }

  async start(): Promise<this> {
    await this.engine.launch()
    await this.registration.resumeUnfinished()
    return this
  }

  /** Runs until nothing is left to do, and starts the server again whenever it died. */
  async rest(): Promise<void> {
    while ((await Promise.race([this.#died, runToEnd(this.engine, this.clock)])) === 'died') {
      ;[this.engine, this.registration] = this.#boot()
      await this.start()
    }
  }

  /** Registers, whatever dies meanwhile. @returns how it ended */
  async register(form: RegistrationForm = registrationForm()): Promise<RegistrationStatus> {
    const answer = this.registration.register(form, registrationEvidence)
    await Promise.race([answer, this.#died])
    await this.rest()
    const status = await this.registration.status(this.attemptIds.at(-1) as RegistrationId)
    if (status === undefined) throw new Error('The registration has vanished.')
    return status
  }

  /** Attempts that reached the engine. */
  get attemptIds(): RegistrationId[] {
    return [...this.record.keys()] as RegistrationId[]
  }

  /** How many of each thing there are; all 0 means as if never tried. */
  async everythingMade() {
    const { world, store, identity } = this
    return {
      user: (await identity.findUserByEmail(registrationForm().email)) === undefined ? 0 : 1,
      profiles: store.profiles.size,
      businesses: store.businesses.size,
      numbers: world.numbers.size,
      agents: world.agents.size,
      routes: world.routes.size,
    }
  }
}
