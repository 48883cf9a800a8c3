import type { WireObject } from './domain/ledger-entry.ts'
import { type LineCommand, lineCommands } from './domain/line-command.ts'
import { textIn, type Operation, type VendorReply, type VendorRequest } from './operation.ts'
import type { TelnyxLines } from './telnyx-lines.ts'
import { refuseAsTelnyx, type TelnyxProblem } from './telnyx-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** How long Telnyx ignores a `command_id` that it has seen, in milliseconds (developers.telnyx.com, call commands). */
const commandMemoryMs = 60_000

/** Telnyx's endpoints for lines in the hands of a Call Control application. */
export function telnyxLineOperations(world: VendorWorld, lines: TelnyxLines): readonly Operation[] {
  const toOperation = (command: LineCommand): Operation => ({
    method: 'POST',
    path: `/calls/:id/actions/${command}`,
    target: `telnyx.calls.${command}`,
    perform: (request) => performCommand({ world, lines }, command, request),
  })
  return [
    ...lineCommands.map(toOperation),
    {
      method: 'GET',
      path: '/calls/:id',
      target: 'telnyx.calls.get',
      perform: ({ params }) => {
        const line = world.state.lines.get(params['id'] ?? '')
        return line === undefined ? refuseAsTelnyx(404) : { status: 200, body: { data: toStatus(line) } }
      },
    },
  ]
}

type Stage = { readonly world: VendorWorld; readonly lines: TelnyxLines }

function performCommand({ world, lines }: Stage, command: LineCommand, { params, body }: VendorRequest): VendorReply {
  const line = world.state.lines.get(params['id'] ?? '')
  if (line === undefined) return refuseAsTelnyx(404)
  if (line['is_alive'] !== true) return refuseAsTelnyx(422, { code: '90018', title: 'Call has already ended' })
  const problem = findProblem(command, line, body)
  if (problem !== undefined) return refuseAsTelnyx(422, problem)
  const done = { status: 200, body: { data: { result: 'ok' } } } as const
  const controlId = String(line['call_control_id'])
  const commandId = textIn(body, 'command_id')
  if (commandId !== undefined && isKnown(world, `${controlId}|${commandId}`)) return done
  const id = `${controlId}|${commandId ?? world.uuid()}`
  const detail = { ...body, command, call_control_id: controlId, at_ms: world.clock.now().getTime() }
  world.record({ vendor: 'telnyx', effect: 'line_commanded', key: commandId, id, detail })
  lines.perform(command, controlId, body)
  return done
}

function isKnown(world: VendorWorld, id: string): boolean {
  const known = world.state.lineCommands.get(id)
  return known !== undefined && world.clock.now().getTime() - Number(known['at_ms']) < commandMemoryMs
}

const required: Readonly<Record<LineCommand, readonly string[]>> = {
  answer: [],
  transfer: ['to'],
  speak: ['payload', 'voice'],
  record_start: ['format', 'channels'],
  hangup: [],
  reject: ['cause'],
  bridge: ['call_control_id'],
}

function findProblem(command: LineCommand, line: WireObject, body: WireObject): TelnyxProblem | undefined {
  const missing = required[command].find((name) => textIn(body, name) === undefined)
  if (missing !== undefined) return { code: '10004', title: 'Missing required parameter', pointer: `/${missing}` }
  const needsAnswer = command === 'speak' || command === 'record_start'
  if (needsAnswer && line['state'] === 'parked') return { code: '90034', title: 'Call not answered yet' }
  const timeout = body['timeout_secs']
  if (command === 'transfer' && typeof timeout === 'number' && (timeout < 5 || timeout > 600))
    return { code: '10015', title: 'Bad Request', pointer: '/timeout_secs' }
  return undefined
}

function toStatus(line: WireObject): WireObject {
  const { call_control_id, call_leg_id, call_session_id, is_alive, client_state, start_time, end_time } = line
  return {
    record_type: 'call',
    call_control_id,
    call_leg_id,
    call_session_id,
    is_alive,
    call_duration: 0,
    client_state: client_state ?? '',
    start_time,
    ...(is_alive === true ? {} : { end_time }),
  }
}
