import { type AgentRecord, type BusinessId, type CallRoute, parsePhoneNumber } from '@cloudgreet/core'
import {
  createMemoryAgentRecords,
  createMemoryWorkflowRecord,
  createMemoryWorkflows,
  type MemoryWorkflows,
} from '@cloudgreet/core/memory'
import { FakeClock, RecordingLogger, SequentialIdSource, toAgentRecord } from '@cloudgreet/core/testkit'

import { createMemoryAgentProvisioner } from '../adapters/memory/memory-agent-provisioner.ts'
import { type AgentUpkeep, createAgentUpkeep } from '../create-agent-upkeep.ts'
import { toDesiredAgent } from '../domain/to-desired-agent.ts'
import type { AgentVendor } from '../ports/agent-vendor.ts'
import { testAgentSetup } from './desired-agent-builder.ts'

export const townBusiness = '00000000-0000-7000-8000-00000000b001' as BusinessId
export const townNumber = parsePhoneNumber('+18005550100')

/** One business, its agent, and a server whose process may die: what is durable stays, the rest is made anew. */
export class UpkeepTown {
  readonly clock = new FakeClock()
  readonly logger = new RecordingLogger()
  readonly vendor = createMemoryAgentProvisioner()
  readonly records = createMemoryAgentRecords({ clock: this.clock })
  readonly #record = createMemoryWorkflowRecord()
  readonly #ids = new SequentialIdSource()
  /** Vendor calls until the process dies; undefined: it lives. */
  callsUntilCrash: number | undefined
  route: CallRoute = 'trunk'
  engine: MemoryWorkflows
  upkeep: AgentUpkeep
  #died: Promise<'died'> = new Promise(() => {})

  constructor() {
    this.records.records.set(townBusiness, toAgentRecord(townBusiness, townNumber))
    ;[this.engine, this.upkeep] = this.#boot()
  }

  #boot(): [MemoryWorkflows, AgentUpkeep] {
    const { clock, logger, records } = this
    const engine = createMemoryWorkflows({ clock, logger, record: this.#record })
    let die = (): void => {}
    this.#died = new Promise((resolve) => {
      die = () => {
        engine.crash()
        resolve('died')
      }
    })
    const upkeep = createAgentUpkeep({
      vendor: this.#mortal(() => die()),
      records,
      describeAgent: (settings) => toDesiredAgent(settings, testAgentSetup),
      routeOf: async () => this.route,
      workflows: engine,
      ids: this.#ids,
      clock,
      logger,
    })
    engine.register(upkeep.workflow)
    return [engine, upkeep]
  }

  /** The vendor does what it is asked, and then the process may be gone. */
  #mortal(die: () => void): AgentVendor {
    return new Proxy(this.vendor, {
      get: (target, method) => {
        const member: unknown = Reflect.get(target, method, target)
        if (typeof member !== 'function') return member
        return async (...parameters: unknown[]) => {
          const answer: unknown = await Reflect.apply(member, target, parameters)
          if (this.callsUntilCrash !== undefined && (this.callsUntilCrash -= 1) < 0) {
            this.callsUntilCrash = undefined
            die()
            return new Promise(() => {})
          }
          return answer
        }
      },
    })
  }

  change(changes: Partial<AgentRecord>): void {
    const record = this.records.records.get(townBusiness)
    if (record !== undefined) this.records.records.set(townBusiness, { ...record, ...changes })
  }

  /** Starts the server again whenever it died, and lets time pass until nothing is left to do. */
  async rest(): Promise<void> {
    for (;;) {
      if ((await Promise.race([this.#died, this.#runToEnd()])) !== 'died') return
      ;[this.engine, this.upkeep] = this.#boot()
      await this.engine.launch()
    }
  }

  async #runToEnd(): Promise<void> {
    await this.engine.settle()
    for (let wakeUp = this.engine.nextWakeUp(); wakeUp !== undefined; wakeUp = this.engine.nextWakeUp()) {
      this.clock.set(wakeUp)
      await this.engine.settle()
    }
  }

  /** Repairs the agent, whatever dies meanwhile. */
  async repair(): Promise<void> {
    await Promise.race([this.upkeep.repairAgent(townBusiness), this.#died])
    await this.rest()
  }
}
