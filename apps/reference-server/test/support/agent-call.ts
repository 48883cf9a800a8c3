import { getJson, register, type Session } from './api.ts'
import type { RunningServer } from './running-server.ts'
import { VendorWebhooks } from './vendor-webhooks.ts'

export interface FunctionAnswer {
  readonly ok: boolean
  readonly code: string
  readonly say: string
  readonly starts_at?: string
  readonly appointment_id?: string
  readonly transfer_to?: string
  readonly fallback?: string
  readonly slots?: readonly { readonly starts_at: string; readonly words: string }[]
  readonly alternatives?: readonly { readonly starts_at: string; readonly words: string }[]
  readonly appointments?: readonly { readonly appointment_id: string }[]
  readonly fields?: readonly { readonly field: string }[]
}

/** A business that is open day and night, and callers who talk to its agent. */
export class AgentLine {
  readonly session: Session
  readonly #server: RunningServer
  readonly #webhooks: VendorWebhooks

  private constructor(server: RunningServer, session: Session) {
    this.#server = server
    this.session = session
    this.#webhooks = new VendorWebhooks(server)
  }

  static async open(server: RunningServer, overrides: Record<string, unknown> = {}): Promise<AgentLine> {
    const line = new AgentLine(server, await register(server, overrides))
    const always = [{ opens: '00:00', closes: '23:59' }]
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    const hours = Object.fromEntries(days.map((day) => [day, always]))
    await line.set({ hours, bookingRules: { durationMinutes: 60, noticeMinutes: 0 } })
    return line
  }

  async set(changes: Record<string, unknown>): Promise<void> {
    const answer = await this.#server.fetch('/api/business', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.session.token}` },
      body: JSON.stringify(changes),
    })
    if (answer.status !== 200) throw new Error(`The change was answered ${answer.status}: ${await answer.text()}`)
  }

  get businessId(): string {
    return this.session.business.id
  }

  toCall(from: string, callId = `call_${crypto.randomUUID()}`) {
    const { retellAgentId, phoneNumber } = this.session.business
    return {
      call_id: callId,
      call_type: 'phone_call',
      agent_id: retellAgentId,
      call_status: 'ongoing',
      direction: 'inbound',
      from_number: from,
      to_number: phoneNumber,
    }
  }

  post(name: string, body: unknown): Promise<Response> {
    return this.#webhooks.retell(body, `/api/retell/functions/${name}`)
  }

  /** @throws when the answer is not 200 */
  async ask(name: string, args: unknown, call: ReturnType<AgentLine['toCall']>): Promise<FunctionAnswer> {
    const answer = await this.post(name, { name, call, args })
    if (answer.status !== 200) throw new Error(`${name} was answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as FunctionAnswer
  }

  async askInbound(from: string | undefined): Promise<{
    readonly dynamic_variables?: Readonly<Record<string, string>>
    readonly agent_override?: unknown
  }> {
    const { retellAgentId, phoneNumber } = this.session.business
    const body = {
      event: 'call_inbound',
      call_inbound: { from_number: from, to_number: phoneNumber, agent_id: retellAgentId, agent_version: 0 },
    }
    const answer = await this.#webhooks.retell(body, '/api/retell/inbound')
    if (answer.status !== 200) throw new Error(`The inbound call was answered ${answer.status}`)
    return ((await answer.json()) as { call_inbound: Record<string, never> }).call_inbound
  }

  get<Answer>(path: string): Promise<Answer> {
    return getJson(this.#server, path, this.session.token).then((answer) => answer.json() as Promise<Answer>)
  }

  /** Types of the business's events, the oldest first. */
  async eventTypes(): Promise<string[]> {
    const query = `SELECT type FROM outbox WHERE business_id = '${this.businessId}' ORDER BY seq`
    return (await this.#server.sql<{ type: string }>(query)).map(({ type }) => type)
  }
}
