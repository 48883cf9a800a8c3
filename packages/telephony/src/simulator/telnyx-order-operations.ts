import type { WireObject } from './domain/ledger-entry.ts'
import { searchMarket, tollFreeMarket } from './domain/number-market.ts'
import { isObject, textIn, type Operation, type VendorReply, type VendorRequest } from './operation.ts'
import { findNumber, seedNumber } from './telnyx-number-operations.ts'
import { refuseAsTelnyx, telnyxPage } from './telnyx-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

const defaultLimit = 25

export interface OrderStage {
  readonly world: VendorWorld
  /** How long an order stays `pending`, in milliseconds. */
  readonly orderDelayMs: number
}

/**
 * Telnyx's market of numbers. An order is answered `pending`; once its time has come it is `success`, and its numbers
 * are in the account. Only a number that a search showed can be ordered; one that is gone meanwhile fails the order.
 */
export function telnyxOrderOperations(stage: OrderStage): readonly Operation[] {
  const { world } = stage
  const shown = new Set<string>()
  return [
    {
      method: 'GET',
      path: '/available_phone_numbers',
      target: 'telnyx.market.search',
      perform: ({ query }) => search(world, query, shown),
    },
    {
      method: 'POST',
      path: '/number_orders',
      target: 'telnyx.orders.create',
      perform: (request) => order(stage, request, shown),
    },
    {
      method: 'GET',
      path: '/number_orders',
      target: 'telnyx.orders.list',
      perform: ({ query }) => {
        settleOrders(stage)
        return telnyxPage(filterOrders([...world.state.orders.values()], query), query)
      },
    },
    {
      method: 'GET',
      path: '/number_orders/:id',
      target: 'telnyx.orders.get',
      perform: ({ params }) => {
        settleOrders(stage)
        const found = world.state.orders.get(params['id'] ?? '')
        return found === undefined ? refuseAsTelnyx(404) : { status: 200, body: { data: found } }
      },
    },
  ]
}

function search(world: VendorWorld, query: URLSearchParams, shown: Set<string>): VendorReply {
  if (query.get('filter[country_code]') === null)
    return refuseAsTelnyx(400, { code: '10004', title: 'Missing required parameter', pointer: '/filter/country_code' })
  if ((query.get('filter[phone_number_type]') ?? 'toll_free') !== 'toll_free') return toSearchReply([])
  const found = searchMarket(heldNumbers(world), {
    code: query.get('filter[national_destination_code]') ?? undefined,
    contains: query.get('filter[phone_number][contains]') ?? undefined,
    limit: Number(query.get('filter[limit]') ?? defaultLimit) || defaultLimit,
  })
  for (const number of found) shown.add(number)
  return toSearchReply(found)
}

function heldNumbers({ state }: VendorWorld): ReadonlySet<string> {
  return new Set([...state.numbers.values()].map((number) => String(number['phone_number'])))
}

function toSearchReply(numbers: readonly string[]): VendorReply {
  const data = numbers.map((number) => ({
    record_type: 'available_phone_number',
    phone_number: number,
    vanity_format: null,
    best_effort: false,
    quickship: true,
    reservable: true,
    region_information: [{ region_type: 'country_code', region_name: 'US' }],
    cost_information: { upfront_cost: '0.00', monthly_cost: '1.00', currency: 'USD' },
    features: ['sms', 'mms', 'voice'].map((name) => ({ name })),
  }))
  return { status: 200, body: { data, meta: { total_results: data.length, best_effort_results: 0 } } }
}

function order({ world }: OrderStage, { body }: VendorRequest, shown: ReadonlySet<string>): VendorReply {
  const numbers = numbersIn(body)
  if (numbers.length === 0)
    return refuseAsTelnyx(400, { code: '10004', title: 'Missing required parameter', pointer: '/phone_numbers' })
  const unknown = numbers.find((number) => !shown.has(number) || !tollFreeMarket.includes(number))
  if (unknown !== undefined)
    return refuseAsTelnyx(422, {
      code: '10027',
      title: 'Unprocessable Entity',
      detail: `${unknown} is not in a recent search.`,
      pointer: '/phone_numbers',
    })
  const id = world.uuid()
  const now = world.clock.now().toISOString()
  const detail = {
    id,
    record_type: 'number_order',
    phone_numbers_count: numbers.length,
    phone_numbers: numbers.map((number) => toOrderedNumber(world.uuid(), number)),
    sub_number_orders_ids: [world.uuid()],
    connection_id: textIn(body, 'connection_id') ?? null,
    messaging_profile_id: textIn(body, 'messaging_profile_id') ?? null,
    billing_group_id: null,
    customer_reference: textIn(body, 'customer_reference') ?? null,
    requirements_met: true,
    status: 'pending',
    created_at: now,
    updated_at: now,
  }
  const key = textIn(body, 'customer_reference')
  return { status: 200, body: { data: world.record({ vendor: 'telnyx', effect: 'number_ordered', key, id, detail }) } }
}

function numbersIn(body: WireObject): readonly string[] {
  const given: unknown = body['phone_numbers']
  if (!Array.isArray(given)) return []
  return given.flatMap((entry: unknown) => (isObject(entry) ? (textIn(entry, 'phone_number') ?? []) : []))
}

function toOrderedNumber(id: string, number: string): WireObject {
  return {
    id,
    record_type: 'number_order_phone_number',
    phone_number: number,
    bundle_id: null,
    phone_number_type: 'toll_free',
    country_code: 'US',
    regulatory_requirements: [],
    requirements_met: true,
    requirements_status: 'approved',
    status: 'pending',
  }
}

/** Ends the orders whose time has come. */
function settleOrders({ world, orderDelayMs }: OrderStage): void {
  const now = world.clock.now()
  for (const pending of world.state.orders.values()) {
    if (pending['status'] !== 'pending' || Date.parse(String(pending['created_at'])) + orderDelayMs > now.getTime())
      continue
    const numbers = numbersIn(pending)
    const status = numbers.some((number) => findNumber(world, number) !== undefined) ? 'failure' : 'success'
    if (status === 'success') for (const number of numbers) seedNumber(world, number)
    const ordered = pending['phone_numbers'] as readonly WireObject[]
    const detail = {
      ...pending,
      status,
      phone_numbers: ordered.map((number) => ({ ...number, status })),
      updated_at: now.toISOString(),
    }
    world.record({ vendor: 'telnyx', effect: 'number_order_ended', id: String(pending['id']), detail })
  }
}

function filterOrders(orders: readonly WireObject[], query: URLSearchParams): readonly WireObject[] {
  const wanted = {
    customer_reference: query.get('filter[customer_reference]'),
    status: query.get('filter[status]'),
  }
  return orders.filter((found) =>
    Object.entries(wanted).every(([field, value]) => value === null || found[field] === value),
  )
}
