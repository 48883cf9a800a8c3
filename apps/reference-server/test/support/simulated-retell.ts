import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { SimulatorControl } from '@cloudgreet/telephony/simulator'

import type { RunningServer } from './running-server.ts'

type Json = Readonly<Record<string, unknown>>

/** The simulated Retell of a running server: read and changed as somebody with its key would. */
export class SimulatedRetell {
  readonly control: SimulatorControl
  readonly #baseUrl: string
  readonly #key: string

  constructor(server: RunningServer) {
    const file = readFileSync(join(server.dataFolder, 'simulator.json'), 'utf8')
    const { controlUrl, retellBaseUrl } = JSON.parse(file) as { controlUrl: string; retellBaseUrl: string }
    this.control = new SimulatorControl(controlUrl)
    this.#baseUrl = retellBaseUrl
    this.#key = server.secrets.retellKey
  }

  async ask(method: string, path: string, body?: Json): Promise<Json> {
    const answer = await fetch(`${this.#baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`Retell answered ${answer.status}: ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Json)
  }

  /** Ids of the agents that carry the business's id in their name. */
  async agentsOf(businessId: string): Promise<readonly string[]> {
    const { items } = await this.ask('POST', '/v2/list-agents', { filter_criteria: { query: businessId } })
    return (items as { agent_id: string }[]).map(({ agent_id }) => agent_id)
  }

  /** The first words of the agent, as its latest version has them. */
  async greetingOf(agentId: string): Promise<unknown> {
    const agent = await this.ask('GET', `/get-agent/${agentId}`)
    const engine = agent['response_engine'] as { llm_id: string; version: number }
    return (await this.ask('GET', `/get-retell-llm/${engine.llm_id}?version=${engine.version}`))['begin_message']
  }
}
