import type { WireObject } from './domain/ledger-entry.ts'
import { isObject, textIn, type Operation, type VendorReply } from './operation.ts'
import { findNumber } from './telnyx-number-operations.ts'
import { toTelnyxMessage } from './telnyx-messages.ts'
import { refuseAsTelnyx, telnyxPage } from './telnyx-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Telnyx's endpoints for texts, their detail records and the opt-outs. */
export function telnyxMessageOperations(
  world: VendorWorld,
  onSent: (message: WireObject) => void,
): readonly Operation[] {
  const { messages, blocks } = world.state
  return [
    {
      method: 'POST',
      path: '/messages',
      target: 'telnyx.messages.send',
      perform: ({ body }) => sendMessage(world, body, onSent),
    },
    {
      method: 'GET',
      path: '/messages/:id',
      target: 'telnyx.messages.get',
      perform: ({ params }) => {
        const message = messages.get(params['id'] ?? '')
        return message === undefined ? refuseAsTelnyx(404) : { status: 200, body: { data: message } }
      },
    },
    {
      method: 'GET',
      path: '/detail_records',
      target: 'telnyx.detail-records.list',
      perform: ({ query }) => listDetailRecords([...messages.values()], query),
    },
    {
      method: 'GET',
      path: '/messaging_optouts',
      target: 'telnyx.optouts.list',
      perform: ({ query }) => telnyxPage([...blocks.values()].filter(isWanted(query)), query),
    },
  ]
}

/** The key of a STOP block. Telnyx's rule covers the whole messaging profile of the number texted. */
export function toBlockId(profileOrNumber: string, recipient: string): string {
  return `${profileOrNumber}|${recipient}`
}

function sendMessage(world: VendorWorld, body: WireObject, onSent: (message: WireObject) => void): VendorReply {
  const { from, to, text } = { from: textIn(body, 'from'), to: textIn(body, 'to'), text: textIn(body, 'text') }
  if (to === undefined || text === undefined)
    return refuseAsTelnyx(422, { code: '10004', title: 'Missing required parameter' })
  if (!/^\+[1-9]\d{7,14}$/.test(to))
    return refuseAsTelnyx(400, { code: '40310', title: 'Invalid "to" address', pointer: '/to' })
  const number = from === undefined ? undefined : findNumber(world, from)
  if (from === undefined || number === undefined)
    return refuseAsTelnyx(400, { code: '40305', title: 'Invalid "from" address', pointer: '/from' })
  const profileId = textIn(body, 'messaging_profile_id') ?? textIn(number, 'messaging_profile_id') ?? null
  if (world.state.blocks.has(toBlockId(profileId ?? from, to))) return refuseBlocked(from, to)
  const tags = Array.isArray(body['tags']) ? body['tags'].filter((tag) => typeof tag === 'string') : []
  const at = world.clock.now().toISOString()
  const webhookUrl = textIn(body, 'webhook_url') ?? null
  const fields = { direction: 'outbound' as const, from, to, text, profileId, at, tags, webhookUrl }
  const detail = toTelnyxMessage({ id: world.uuid(), ...fields })
  world.record({ vendor: 'telnyx', effect: 'message_sent', key: tags[0], id: String(detail['id']), detail })
  onSent(detail)
  return { status: 200, body: { data: detail } }
}

/** The status is not documented; 409 is the hardest case, as the SDK repeats it unless its retries are off. */
function refuseBlocked(from: string, to: string): VendorReply {
  return refuseAsTelnyx(409, {
    code: '40300',
    title: 'Blocked due to STOP message',
    detail: `Messages cannot be sent from '${from}' to '${to}' due to an existing block rule.`,
  })
}

function listDetailRecords(messages: readonly WireObject[], query: URLSearchParams): VendorReply {
  if (query.get('filter[record_type]') !== 'messaging') return refuseAsTelnyx(400)
  const records = messages.map(toDetailRecord)
  return telnyxPage(records.filter(isWanted(query)), query)
}

/** By the `filter[…]` parameters of the query. */
function isWanted(query: URLSearchParams): (record: WireObject) => boolean {
  const filters = [...query].flatMap(([name, value]) => {
    const field = /^filter\[(\w+)\]$/.exec(name)?.[1]
    return field === undefined || field === 'record_type' ? [] : [{ field, value }]
  })
  return (record) => filters.every(({ field, value }) => record[field] === value)
}

function toDetailRecord(message: WireObject): WireObject {
  const recipients: unknown = message['to']
  const first: unknown = Array.isArray(recipients) ? recipients[0] : undefined
  const tags: unknown = message['tags']
  return {
    record_type: 'message_detail_record',
    uuid: message['id'],
    direction: message['direction'],
    cli: isObject(message['from']) ? message['from']['phone_number'] : undefined,
    cld: isObject(first) ? first['phone_number'] : undefined,
    message_type: 'SMS',
    profile_id: message['messaging_profile_id'],
    parts: message['parts'],
    tags: Array.isArray(tags) ? tags.join(',') : '',
    delivery_status_webhook_url: message['webhook_url'] ?? undefined,
    created_at: message['received_at'],
    sent_at: message['sent_at'] ?? undefined,
    completed_at: message['completed_at'] ?? undefined,
    status: message['completed_at'] === null || !isObject(first) ? undefined : first['status'],
  }
}
