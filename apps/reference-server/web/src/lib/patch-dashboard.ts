import type { Appointment, Call, CallDetail, Dashboard, EventFrame, Message, TranscriptTurn } from './client.ts'

const KEPT_ITEMS = 50

/** The dashboard after an event. What the event does not carry comes with the next load. */
export function patchDashboard(dashboard: Dashboard, event: EventFrame): Dashboard {
  if (event.seq <= dashboard.seq) return dashboard
  const recentCalls = withoutSuperseded(upsert(dashboard.recentCalls, partOf<Call>(event, 'call'), 'startedAt'), event)
  const liveCalls = recentCalls.filter(isLive).length
  return {
    ...dashboard,
    seq: event.seq,
    recentCalls,
    messages: upsert(dashboard.messages, partOf<Message>(event, 'message'), 'createdAt'),
    appointments: soonestFirst(upsert(dashboard.appointments, partOf<Appointment>(event, 'appointment'), 'startsAt')),
    stats: recentCalls === dashboard.recentCalls ? dashboard.stats : { ...dashboard.stats, liveCalls },
  }
}

/** A call with its words after an event of it. */
export function patchCall(call: CallDetail, event: EventFrame): CallDetail {
  if (callIdOf(event) !== call.id) return call
  return { ...call, ...partOf<Call>(event, 'call'), transcript: transcriptOf(event) ?? call.transcript }
}

/** The call that the event is about. */
export function callIdOf(event: EventFrame): string | undefined {
  const id = partOf<Call>(event, 'call')?.id ?? event.data['callId']
  return typeof id === 'string' ? id : undefined
}

export function isLive(call: Pick<Call, 'status'>): boolean {
  return call.status === 'ongoing' || call.status === 'registered'
}

type Identified = { readonly id: string }

function partOf<Item extends Identified>(event: EventFrame, name: string): (Identified & Partial<Item>) | undefined {
  const part = event.data[name]
  return typeof part === 'object' && part !== null && 'id' in part && typeof part.id === 'string'
    ? (part as Identified & Partial<Item>)
    : undefined
}

/** A known item takes the new fields; an unknown one is added when it says when it was. Newest first. */
function upsert<Item extends Identified>(
  items: readonly Item[],
  part: (Identified & Partial<Item>) | undefined,
  timeField: keyof Item,
): readonly Item[] {
  if (part === undefined) return items
  if (items.some(({ id }) => id === part.id)) {
    return items.map((item) => (item.id === part.id ? { ...item, ...part } : item))
  }
  return typeof part[timeField] === 'string' && 'status' in part ? [part as Item, ...items].slice(0, KEPT_ITEMS) : items
}

/** Another call has taken this one's place: both are one conversation. */
function withoutSuperseded(calls: readonly Call[], event: EventFrame): readonly Call[] {
  const superseded = event.data['supersededCallId']
  return calls.some(({ id }) => id === superseded) ? calls.filter(({ id }) => id !== superseded) : calls
}

function soonestFirst(appointments: readonly Appointment[]): readonly Appointment[] {
  return appointments.toSorted((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt))
}

function transcriptOf(event: EventFrame): readonly TranscriptTurn[] | undefined {
  const transcript = event.data['transcript'] ?? partOf<CallDetail>(event, 'call')?.transcript
  return Array.isArray(transcript) ? (transcript as readonly TranscriptTurn[]) : undefined
}
