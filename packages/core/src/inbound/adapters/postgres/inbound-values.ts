import type { InboundEvent, InboundTransition } from '../../domain/inbound-event.ts'
import type { UnreadableEvent } from '../../ports/inbox.ts'
import type { ComposedStatement, PreparedStatement } from './compose-inbound-statement.ts'

export type FrameValues = Readonly<Record<string, unknown>>

/** The composed statements of the server, by `InboundTransition.kind`. */
export type InboundStatements = Readonly<Record<string, ComposedStatement>>

/** A statement with its values, as the driver takes it. */
export interface BoundStatement {
  readonly name: string
  readonly text: string
  readonly values: unknown[]
}

/** What the frame stores of an event. */
export function toFrameValues(event: InboundEvent): FrameValues {
  return {
    ...toUnreadableValues(event),
    inbox_event_type: event.eventType,
    inbox_occurred_at: event.occurredAt,
    route_agent_id: event.routing.agentId,
    route_number: event.routing.number,
  }
}

export function toUnreadableValues(event: UnreadableEvent): FrameValues {
  return {
    inbox_id: event.id,
    inbox_provider: event.provider,
    inbox_account: event.account,
    inbox_event_key: event.eventKey,
    inbox_body: event.body,
    inbox_body_digest: event.bodyDigest,
    inbox_received_at: event.receivedAt,
  }
}

/** The statement with its values in their places. What has no value is null. */
export function bind(
  { name, text, parameterNames, jsonParameters }: PreparedStatement,
  values: FrameValues,
): BoundStatement {
  const ordered: unknown[] = parameterNames.map((parameter) => values[parameter] ?? null)
  for (const place of jsonParameters) ordered[place] = toJsonText(ordered[place])
  return { name, text, values: ordered }
}

/** JSON is written here, once the event is on its way into the database; the driver would send a list as an array. */
function toJsonText(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

/**
 * The statement of the transition's kind with its values.
 *
 * @throws {TypeError} on a kind that was not composed, or a value that the statement has no parameter for
 */
export function bindTransition(
  statements: InboundStatements,
  use: 'accept' | 'apply',
  { transition, frame }: { readonly transition: InboundTransition; readonly frame: FrameValues },
): BoundStatement {
  const statement = statements[transition.kind]
  if (statement === undefined)
    throw new TypeError(`No statement was composed for events of the kind "${transition.kind}".`)
  const unknown = Object.keys(transition.parameters).find((name) => !Object.hasOwn(statement.parameters, name))
  if (unknown !== undefined) throw new TypeError(`The statement "${transition.kind}" has no parameter "${unknown}".`)
  const stream = {
    stream_type: transition.event.type,
    stream_data: transition.event.data,
    stream_workflow: transition.event.workflow,
  }
  return bind(statement[use], { ...transition.parameters, ...frame, ...stream })
}
