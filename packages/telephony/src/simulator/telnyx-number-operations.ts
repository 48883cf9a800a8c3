import type { WireObject } from './domain/ledger-entry.ts'
import { textIn, type Operation, type VendorReply, type VendorRequest } from './operation.ts'
import { refuseAsTelnyx, telnyxPage } from './telnyx-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Telnyx's endpoints for the account's numbers: `{id}` is Telnyx's numeric id, not E.164. */
export function telnyxNumberOperations(world: VendorWorld): readonly Operation[] {
  const { numbers } = world.state
  return [
    {
      method: 'GET',
      path: '/phone_numbers',
      target: 'telnyx.numbers.list',
      perform: ({ query }) => telnyxPage(filterNumbers([...numbers.values()], query), query),
    },
    {
      method: 'GET',
      path: '/phone_numbers/:id',
      target: 'telnyx.numbers.get',
      perform: (request) => withNumber(world, request, (number) => number),
    },
    {
      method: 'PATCH',
      path: '/phone_numbers/:id',
      target: 'telnyx.numbers.update',
      perform: (request) => withNumber(world, request, (number) => updateConnection(world, number, request.body)),
    },
    {
      method: 'GET',
      path: '/phone_numbers/:id/messaging',
      target: 'telnyx.numbers.messaging.get',
      perform: (request) => withNumber(world, request, toMessagingSettings),
    },
    {
      method: 'PATCH',
      path: '/phone_numbers/:id/messaging',
      target: 'telnyx.numbers.messaging.update',
      perform: (request) =>
        withNumber(world, request, (number) => toMessagingSettings(updateProfile(world, number, request.body))),
    },
  ]
}

/** Puts a number into the account, as an order would. Already there: unchanged. */
export function seedNumber(world: VendorWorld, number: string): WireObject {
  const id = `1293${number.replace(/\D/g, '').padStart(15, '0')}`
  const existing = world.state.numbers.get(id)
  if (existing !== undefined) return existing
  const now = world.clock.now().toISOString()
  const isTollFree = /^\+18(00|33|44|55|66|77|88)/.test(number)
  const detail = {
    id,
    record_type: 'phone_number',
    phone_number: number,
    phone_number_type: isTollFree ? 'toll_free' : 'local',
    country_iso_alpha2: 'US',
    status: 'active',
    tags: [],
    external_pin: null,
    connection_id: null,
    connection_name: null,
    customer_reference: null,
    messaging_profile_id: null,
    messaging_profile_name: null,
    deletion_lock_enabled: false,
    created_at: now,
    purchased_at: now,
    updated_at: now,
  }
  return world.record({ vendor: 'telnyx', effect: 'number_seeded', id, detail })
}

/** The account's record of a number, undefined when it does not hold it. */
export function findNumber(world: VendorWorld, number: string): WireObject | undefined {
  return [...world.state.numbers.values()].find((record) => record['phone_number'] === number)
}

function filterNumbers(numbers: readonly WireObject[], query: URLSearchParams): readonly WireObject[] {
  const wanted = {
    phone_number: query.get('filter[phone_number]'),
    status: query.get('filter[status]'),
    connection_id: query.get('filter[connection_id]'),
  }
  return numbers.filter((number) =>
    Object.entries(wanted).every(([field, value]) => value === null || number[field] === value),
  )
}

function withNumber(
  world: VendorWorld,
  { params }: VendorRequest,
  perform: (number: WireObject) => WireObject,
): VendorReply {
  const number = world.state.numbers.get(params['id'] ?? '')
  return number === undefined ? refuseAsTelnyx(404) : { status: 200, body: { data: perform(number) } }
}

function updateConnection(world: VendorWorld, number: WireObject, body: WireObject): WireObject {
  const { connection_id, tags, customer_reference } = { ...number, ...body }
  const detail = { ...number, connection_id, tags, customer_reference, updated_at: world.clock.now().toISOString() }
  return world.record({ vendor: 'telnyx', effect: 'number_connected', id: String(number['id']), detail })
}

/** An empty text takes the number off its profile; null keeps it. */
function updateProfile(world: VendorWorld, number: WireObject, body: WireObject): WireObject {
  const wanted = textIn(body, 'messaging_profile_id')
  if (wanted === undefined) return number
  const detail = {
    ...number,
    messaging_profile_id: wanted === '' ? null : wanted,
    updated_at: world.clock.now().toISOString(),
  }
  return world.record({ vendor: 'telnyx', effect: 'number_profile_set', id: String(number['id']), detail })
}

function toMessagingSettings(number: WireObject): WireObject {
  const isTollFree = number['phone_number_type'] === 'toll_free'
  return {
    id: number['id'],
    record_type: 'messaging_settings',
    phone_number: number['phone_number'],
    messaging_profile_id: number['messaging_profile_id'],
    messaging_product: 'A2P',
    traffic_type: 'A2P',
    country_code: 'US',
    type: isTollFree ? 'toll-free' : 'long-code',
    tags: number['tags'],
    created_at: number['created_at'],
    updated_at: number['updated_at'],
  }
}
