import type { CallStage } from './call-stage.ts'
import type { CallScript } from './domain/call-script.ts'
import type { Effect, WireObject } from './domain/ledger-entry.ts'
import type { LineCommand } from './domain/line-command.ts'
import { findVersion } from './domain/versions.ts'
import { textIn } from './operation.ts'
import { beginAgentCall, type CallRequest, giveUpRegisteredCall } from './place-call.ts'
import { toTelnyxWebhook } from './telnyx-events.ts'
import { findNumber } from './telnyx-number-operations.ts'

export interface LineRequest extends CallRequest {
  /** Retell does not take the call. */
  readonly agentDown?: boolean | undefined
  readonly owner?: 'answers' | 'no_answer' | 'busy' | undefined
  /** The caller hangs up after so long, in milliseconds of the call's own time. */
  readonly hangUpAfterMs?: number | undefined
}

/** What the people of a call do, and when everything about it is over. */
type Plan = LineRequest & { readonly speed: number; readonly end: () => void }
type Ending = { readonly cause: string; readonly source: 'caller' | 'callee' | 'unknown' }

/** Milliseconds that things take, at speed 1. */
const durations = { agentPickUp: 800, ownerPickUp: 3_000, busy: 1_000, ownerTalk: 20_000, word: 320, message: 8_000 }

/** Lines of Call Control applications: what callers, agents and owners do on them, and the events that Telnyx sends. */
export class TelnyxLines {
  readonly #stage: CallStage
  readonly #plans = new Map<string, Plan>()

  constructor(stage: CallStage) {
    this.#stage = stage
  }

  /** Calls a number. Undefined when it is connected to no Call Control application. */
  place(
    request: LineRequest,
  ): { readonly ok: true; readonly callId: string; readonly finished: Promise<void> } | undefined {
    const { world, courier } = this.#stage
    const connection = textIn(findNumber(world, request.to) ?? {}, 'connection_id') ?? ''
    if (!world.state.applications.has(connection)) return undefined
    let end = (): void => undefined
    const finished = new Promise<void>((resolve) => {
      end = resolve
    })
    courier.track(finished)
    const session = world.uuid()
    this.#plans.set(session, { ...request, speed: request.speed ?? 1, end })
    const line = this.#begin({
      session,
      connection,
      direction: 'incoming',
      from: request.from,
      to: request.to,
      clientState: null,
    })
    this.#run(session, this.#beginCaller(idOf(line), request))
    return { ok: true, callId: idOf(line), finished }
  }

  /** Does what a command asks for, after it was answered. */
  perform(command: LineCommand, controlId: string, body: WireObject): void {
    const line = this.#update(controlId, {}, textIn(body, 'client_state'))
    const session = String(line['call_session_id'])
    switch (command) {
      case 'answer':
        return this.#run(session, this.#answer(controlId))
      case 'transfer':
        return this.#run(session, this.#transfer(controlId, body))
      case 'speak':
        return this.#run(session, this.#speak(controlId, textIn(body, 'payload') ?? ''))
      case 'record_start':
        return this.#run(session, this.#record(controlId))
      case 'hangup':
        return this.#run(session, this.#end(controlId, { cause: 'normal_clearing', source: 'callee' }))
      case 'reject':
        return this.#run(session, this.#end(controlId, { cause: 'call_rejected', source: 'callee' }))
      case 'bridge':
        return this.#run(session, this.#bridge([controlId, textIn(body, 'call_control_id') ?? '']))
    }
  }

  #run(session: string, work: Promise<void>): void {
    this.#stage.courier.track(work.catch(() => this.#plans.get(session)?.end()))
  }

  async #beginCaller(controlId: string, { hangUpAfterMs }: LineRequest): Promise<void> {
    await this.#send('call.initiated', controlId, { direction: 'incoming', state: 'parked' })
    if (hangUpAfterMs === undefined) return
    await this.#pause(controlId, hangUpAfterMs)
    const cause = this.#line(controlId)['state'] === 'parked' ? 'originator_cancel' : 'normal_clearing'
    await this.#end(controlId, { cause, source: 'caller' })
  }

  async #answer(controlId: string): Promise<void> {
    if (this.#line(controlId)['state'] !== 'parked') return
    this.#update(controlId, { state: 'answered' }, undefined, 'line_answered')
    await this.#send('call.answered', controlId, { state: 'answered' })
  }

  async #transfer(callerId: string, body: WireObject): Promise<void> {
    const caller = this.#line(callerId)
    const session = String(caller['call_session_id'])
    const to = textIn(body, 'to') ?? ''
    const clientState = textIn(body, 'target_leg_client_state') ?? null
    const connection = String(caller['connection_id'])
    const from = String(caller['to'])
    const targetId = idOf(this.#begin({ session, connection, direction: 'outgoing', from, to, clientState }))
    await this.#send('call.initiated', targetId, { direction: 'outgoing', state: 'bridging' })
    const timeoutMs = Number(body['timeout_secs'] ?? 30) * 1_000
    const reaction = this.#reactionOf(to, session, timeoutMs)
    await this.#pause(callerId, reaction.afterMs)
    if (!this.#isAlive(callerId)) return this.#end(targetId, { cause: 'originator_cancel', source: 'caller' })
    if (reaction.cause !== undefined) {
      await this.#end(targetId, { cause: reaction.cause, source: 'callee' })
      await this.#giveUpAgent(to, session)
      return
    }
    await this.#answer(callerId)
    await this.#answer(targetId)
    await this.#bridge([targetId, callerId])
    await this.#talk(to, session)
    await this.#end(targetId, { cause: 'normal_clearing', source: 'callee' })
    await this.#end(callerId, { cause: 'normal_clearing', source: 'caller' })
  }

  /** When whom the call is offered to reacts, and why they do not take it. */
  #reactionOf(to: string, session: string, timeoutMs: number): { readonly afterMs: number; readonly cause?: string } {
    const { agentDown = false, owner = 'answers' } = this.#planOf(session)
    if (to.startsWith('sip:')) {
      const call = this.#registeredCall(to)
      if (call === undefined) return { afterMs: durations.busy, cause: 'not_found' }
      return agentDown ? { afterMs: timeoutMs, cause: 'timeout' } : { afterMs: durations.agentPickUp }
    }
    if (owner === 'busy') return { afterMs: durations.busy, cause: 'user_busy' }
    return owner === 'no_answer' ? { afterMs: timeoutMs, cause: 'timeout' } : { afterMs: durations.ownerPickUp }
  }

  /** Retell's call that a SIP address names, while it waits to be dialled. */
  #registeredCall(to: string): WireObject | undefined {
    const callId = /^sips?:([^@;]+)@/.exec(to)?.[1] ?? ''
    const call = this.#stage.world.state.calls.get(callId)
    return call?.['call_status'] === 'registered' ? call : undefined
  }

  #agentOf(call: WireObject | undefined): WireObject | undefined {
    const { agents } = this.#stage.world.state
    return call && findVersion(agents, String(call['agent_id']), call['agent_version'])
  }

  async #talk(to: string, session: string): Promise<void> {
    const plan = this.#planOf(session)
    const call = this.#registeredCall(to)
    const agent = this.#agentOf(call)
    if (call === undefined || agent === undefined) return this.#stage.pause(durations.ownerTalk / plan.speed)
    const script: CallScript | undefined = plan.script
    const request = { from: plan.from, to: plan.to, speed: plan.speed, ...(script === undefined ? {} : { script }) }
    await beginAgentCall(this.#stage, { callId: String(call['call_id']), agent, request })
  }

  async #giveUpAgent(to: string, session: string): Promise<void> {
    const call = to.startsWith('sip:') ? this.#registeredCall(to) : undefined
    const agent = this.#agentOf(call)
    if (call === undefined || agent === undefined) return
    await this.#stage.pause(durations.ownerTalk / this.#planOf(session).speed)
    await giveUpRegisteredCall(this.#stage, agent, call)
  }

  async #bridge(controlIds: readonly string[]): Promise<void> {
    for (const controlId of controlIds) {
      this.#update(controlId, { state: 'bridged' }, undefined, 'line_bridged')
      await this.#send('call.bridged', controlId, {})
    }
  }

  async #speak(controlId: string, text: string): Promise<void> {
    await this.#pause(controlId, text.split(/\s+/).length * durations.word)
    if (this.#isAlive(controlId)) await this.#send('call.speak.ended', controlId, { status: 'completed' })
  }

  /** The caller leaves a message and hangs up. */
  async #record(controlId: string): Promise<void> {
    const startedAt = this.#stage.world.clock.now().toISOString()
    await this.#pause(controlId, durations.message)
    await this.#end(controlId, { cause: 'normal_clearing', source: 'caller' })
    const id = this.#stage.world.uuid()
    const detail = {
      recording_id: id,
      channels: 'single',
      format: 'mp3',
      recording_started_at: startedAt,
      recording_ended_at: this.#stage.world.clock.now().toISOString(),
      recording_urls: { mp3: `https://recordings.example.com/${id}.mp3` },
      public_recording_urls: {},
    }
    this.#stage.world.record({ vendor: 'telnyx', effect: 'recording_saved', id, detail })
    await this.#send('call.recording.saved', controlId, detail)
  }

  async #end(controlId: string, { cause, source }: Ending): Promise<void> {
    if (!this.#isAlive(controlId)) return
    const endTime = this.#stage.world.clock.now().toISOString()
    const line = this.#update(
      controlId,
      { state: 'hangup', is_alive: false, end_time: endTime },
      undefined,
      'line_ended',
    )
    const detail = { state: 'hangup', hangup_cause: cause, hangup_source: source, sip_hangup_cause: '200' }
    await this.#send('call.hangup', controlId, { ...detail, end_time: endTime })
    if (line['direction'] === 'incoming') this.#planOf(String(line['call_session_id'])).end()
  }

  #begin(fields: {
    readonly session: string
    readonly connection: string
    readonly direction: 'incoming' | 'outgoing'
    readonly from: string
    readonly to: string
    readonly clientState: string | null
  }): WireObject {
    const { world } = this.#stage
    const id = `v3:${world.uuid()}`
    const detail = {
      call_control_id: id,
      call_leg_id: world.uuid(),
      call_session_id: fields.session,
      connection_id: fields.connection,
      direction: fields.direction,
      from: fields.from,
      to: fields.to,
      client_state: fields.clientState,
      state: 'parked',
      is_alive: true,
      start_time: world.clock.now().toISOString(),
    }
    return world.record({ vendor: 'telnyx', effect: 'line_begun', id, detail })
  }

  #update(controlId: string, changes: WireObject, clientState: string | undefined, effect?: Effect): WireObject {
    const { world } = this.#stage
    const detail = {
      ...this.#line(controlId),
      ...changes,
      ...(clientState === undefined ? {} : { client_state: clientState }),
    }
    if (effect === undefined) world.state.lines.set(controlId, detail)
    else world.record({ vendor: 'telnyx', effect, id: controlId, detail })
    return detail
  }

  async #send(type: string, controlId: string, extra: WireObject): Promise<void> {
    const { world, courier } = this.#stage
    const line = this.#line(controlId)
    const application = world.state.applications.get(String(line['connection_id']))
    const url = textIn(application ?? {}, 'webhook_event_url')
    if (url === undefined) return
    const { is_alive: _alive, state: _state, end_time: _end, direction: _direction, ...common } = line
    const event = { id: world.uuid(), type, occurredAt: world.clock.now().toISOString(), url, subjectId: controlId }
    // A recording's event names neither number: see Telnyx's types.
    const { from: _from, to: _to, start_time: _start, ...recorded } = common
    const payload = { ...(type === 'call.recording.saved' ? recorded : common), ...extra }
    await courier.post(toTelnyxWebhook({ ...event, payload })).firstAttempt
  }

  #pause(controlId: string, durationMs: number): Promise<void> {
    return this.#stage.pause(durationMs / this.#planOf(String(this.#line(controlId)['call_session_id'])).speed)
  }

  #isAlive(controlId: string): boolean {
    return this.#line(controlId)['is_alive'] === true
  }

  #line(controlId: string): WireObject {
    return this.#stage.world.state.lines.get(controlId) ?? {}
  }

  /** After a restart of the simulator nobody remembers what the people of a call were going to do. */
  #planOf(session: string): Plan {
    return this.#plans.get(session) ?? { from: '', to: '', speed: 1, end: () => undefined }
  }
}

function idOf(line: WireObject): string {
  return String(line['call_control_id'])
}
