import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { describe, expect, it } from 'vitest'

import { eventually, getJson, postJson, register, type Session } from '../support/api.ts'
import { effectsOf } from '../support/effects.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import type { RunningServer } from '../support/running-server.ts'
import { SimulatedRetell } from '../support/simulated-retell.ts'

interface Report {
  readonly state: string
  readonly agentId: string | null
  readonly drift: ReadonlyArray<{ readonly field: string; readonly repair: string }>
  readonly missingPhrases: readonly string[]
  readonly repairCommand: string
  readonly lastCall: { readonly callId: string; readonly missingPhrases: readonly string[] } | null
}

interface Repair {
  readonly repaired: readonly string[]
  readonly agent: Report
}

const caller = '+13125550142'
const analysis = { summary: 'A caller asked for a person.', sentiment: 'Neutral', successful: true } as const

const inspect = async (server: RunningServer, businessId: string): Promise<Report> => {
  const headers = { 'x-internal-token': server.secrets.internalToken }
  const answer = await server.fetch(`/api/internal/agents/${businessId}`, { headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Report
}

const askForRepair = (server: RunningServer, businessId: string, headers: Record<string, string> = {}) =>
  postJson(server, `/api/internal/agents/${businessId}/repair`, undefined, {
    'x-internal-token': server.secrets.internalToken,
    ...headers,
  })

const repair = async (server: RunningServer, businessId: string): Promise<Repair> => {
  const answer = await askForRepair(server, businessId)
  expect(answer.status).toBe(200)
  return (await answer.json()) as Repair
}

const change = async (server: RunningServer, { token }: Session, changes: unknown): Promise<Response> =>
  server.fetch('/api/business', {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(changes),
  })

const agentStatus = async (server: RunningServer, { token }: Session): Promise<unknown> =>
  ((await (await getJson(server, '/api/business', token)).json()) as { agentStatus: unknown }).agentStatus

/** Runs a program of the command line as npm does. @returns its exit code and what it printed */
async function runProgram(server: RunningServer, name: string, ...args: string[]) {
  const file = fileURLToPath(new URL(`../../dist/cli/${name}.js`, import.meta.url))
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env['PATH'], CLOUDGREET_DATA_DIR: server.dataFolder, PORT: new URL(server.url).port },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += String(chunk)))
  const [code] = (await once(child, 'close')) as [number]
  return { code, printed }
}

describe('agents', () => {
  onEachDatabase((server) => {
    const retell = () => new SimulatedRetell(server())

    it('is as it should be after registration', async () => {
      const session = await register(server())
      expect(await inspect(server(), session.business.id)).toEqual({
        businessId: session.business.id,
        state: 'active',
        agentId: session.business.retellAgentId,
        drift: [],
        missingPhrases: [],
        repairCommand: `npm run repair-agent -- ${session.business.id}`,
        lastCall: null,
      })
      expect(await agentStatus(server(), session)).toBe('active')
    })

    it('is as its business wishes in the demo, whose settings came after it', async () => {
      expect(await inspect(server(), server().demo.businessId)).toMatchObject({ state: 'active', drift: [] })
    })

    it('row 97: an agent that is missing, or was never published, is active after a repair and answers a call', async () => {
      const { businessId } = server().demo
      const [agentId] = await retell().agentsOf(businessId)
      await retell().ask('DELETE', `/delete-agent/${agentId}`)
      await server().sql(`UPDATE businesses SET retell_agent_id = NULL WHERE id = '${businessId}'`, { write: true })
      expect((await runProgram(server(), 'simulate', 'call')).code).toBe(1)
      expect(await inspect(server(), businessId)).toMatchObject({ state: 'missing', agentId: null })

      const repaired = await runProgram(server(), 'repair-agent', businessId)
      expect(repaired).toMatchObject({ code: 0, printed: expect.stringContaining('The agent is active.') })
      expect((await repair(server(), businessId)).repaired).toEqual([])
      expect((await runProgram(server(), 'simulate', 'call')).code).toBe(0)

      const [made] = await retell().agentsOf(businessId)
      const agent = await retell().ask('GET', `/get-agent/${made}`)
      await retell().ask('DELETE', `/delete-agent/${made}`)
      const { agent_name, voice_id, response_engine } = agent
      await retell().ask('POST', '/create-agent', { agent_name, voice_id, response_engine })
      const inactive = await inspect(server(), businessId)
      expect([inactive.state, inactive.drift.map(({ field }) => field)]).toEqual([
        'inactive',
        expect.arrayContaining(['not_published', 'agent_not_recorded', 'wrong_agent_on_number']),
      ])
      expect(await repair(server(), businessId)).toMatchObject({ agent: { state: 'active', drift: [] } })
      expect((await repair(server(), businessId)).repaired).toEqual([])
      expect(await retell().agentsOf(businessId)).toHaveLength(1)
      expect((await runProgram(server(), 'simulate', 'call')).code).toBe(0)
    })

    it('row 98: the check of the configuration and the check of a call name the same phrases', async () => {
      const { business } = await register(server())
      const { id, phoneNumber, retellAgentId } = business
      const callWith = async (greeting: string, ending: string) => {
        const turns = [
          { speaker: 'agent' as const, text: greeting },
          { speaker: 'caller' as const, text: 'May I speak to a person?' },
          { speaker: 'agent' as const, text: ending },
        ]
        const script = { turns, analysis, endedBy: 'user_hangup' as const }
        await retell().control.placeCall({ to: phoneNumber, from: caller, speed: 1_000, wait: true, script })
        await retell().control.settle()
      }
      await retell().control.editAgent(retellAgentId, {
        llm: { begin_message: 'Hi, Example Plumbing!', general_prompt: 'Never pass a call on.' },
      })
      // The longer call begins earlier: simulated calls end about now.
      await callWith(String(await retell().greetingOf(retellAgentId)), 'I cannot do that. '.repeat(30))
      const edited = await inspect(server(), id)
      expect(edited.missingPhrases).toEqual([
        'ai_disclosure_missing',
        'recording_disclosure_missing',
        'escalation_phrase_missing',
      ])
      expect(edited.lastCall?.missingPhrases).toEqual(edited.missingPhrases)

      expect((await repair(server(), id)).repaired).toEqual(['greeting', 'prompt'])
      await callWith(String(await retell().greetingOf(retellAgentId)), 'I will connect you with a member of our team.')
      const mended = await inspect(server(), id)
      expect([mended.missingPhrases, mended.lastCall?.missingPhrases]).toEqual([[], []])
      expect(mended.lastCall?.callId).not.toBe(edited.lastCall?.callId)
    })

    it('follows the last of several changes of the settings, and keeps the disclosures', async () => {
      const session = await register(server())
      const { id, retellAgentId } = session.business
      for (const greeting of ['First words.', 'Second words.', 'Good day from Example Plumbing!'])
        expect((await change(server(), session, { greeting })).status).toBe(200)
      const spoken = 'I am an AI assistant, and this call is recorded. Good day from Example Plumbing!'
      await eventually(
        () => retell().greetingOf(retellAgentId),
        (greeting) => greeting === spoken,
      )
      expect(await inspect(server(), id)).toMatchObject({ state: 'active', drift: [] })
      const published = effectsOf(server()).filter((entry) => entry.effect === 'agent_published')
      expect(published.filter((entry) => entry.id === retellAgentId)).toHaveLength(2)
    })

    it('takes a paused agent off its number, and puts it back', async () => {
      const session = await register(server())
      const { id, phoneNumber } = session.business
      const call = () => retell().control.placeCall({ to: phoneNumber, from: caller, speed: 1_000, wait: true })
      await change(server(), session, { agentPaused: true })
      expect(await agentStatus(server(), session)).toBe('paused')
      await eventually(
        () => inspect(server(), id),
        ({ state }) => state === 'paused',
      )
      expect(await call()).toMatchObject({ status: 409, body: { code: 'number_without_agent' } })
      await change(server(), session, { agentPaused: false })
      await eventually(
        () => inspect(server(), id),
        ({ state }) => state === 'active',
      )
      expect((await call()).status).toBe(200)
    })

    it('fault 25: makes one agent when the server is killed while it waits for the vendor’s answer', async () => {
      const { business } = await register(server())
      await retell().ask('DELETE', `/delete-agent/${business.retellAgentId}`)
      await retell().control.fail('retell.agents.create', 'timeout_but_done')
      const lost = askForRepair(server(), business.id).catch(() => 'lost')
      const made = () =>
        effectsOf(server()).filter(
          ({ effect, detail }) => effect === 'agent_created' && String(detail?.['agent_name']).includes(business.id),
        )
      await eventually(
        async () => made(),
        (agents) => agents.length === 2,
      )
      await server().kill()
      expect(await lost).toBe('lost')
      await server().launch()
      await eventually(
        () => inspect(server(), business.id),
        ({ state }) => state === 'active',
        40_000,
      )
      expect(made()).toHaveLength(2)
      expect(await retell().agentsOf(business.id)).toHaveLength(1)
    })

    it('gives a repeat with the same key the first answer', async () => {
      const { business } = await register(server())
      await retell().control.editAgent(business.retellAgentId, { agent: { voice_id: 'retell-Other' } })
      const headers = { 'idempotency-key': crypto.randomUUID() }
      const first: unknown = await (await askForRepair(server(), business.id, headers)).json()
      expect(first).toMatchObject({ repaired: ['voice'] })
      expect(await (await askForRepair(server(), business.id, headers)).json()).toEqual(first)
      expect((await repair(server(), business.id)).repaired).toEqual([])
    })

    it('is for programs of the operator, and knows open businesses only', async () => {
      const { business, token } = await register(server())
      const path = `/api/internal/agents/${business.id}`
      expect((await getJson(server(), path)).status).toBe(401)
      expect((await getJson(server(), path, token)).status).toBe(401)
      expect((await postJson(server(), `${path}/repair`, undefined)).status).toBe(401)
      expect((await askForRepair(server(), crypto.randomUUID())).status).toBe(404)
      expect((await askForRepair(server(), 'not-an-id')).status).toBe(422)
    })
  })
})
