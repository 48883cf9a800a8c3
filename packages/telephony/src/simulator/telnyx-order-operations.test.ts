import { FakeClock } from '@cloudgreet/core/testkit'
import Telnyx from 'telnyx'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'

const orderDelayMs = 60_000

describe('ordering numbers from the simulated Telnyx, by its SDK', () => {
  const clock = new FakeClock()
  let subject: TestSimulator
  let telnyx: Telnyx
  beforeEach(async () => {
    subject = await startTestSimulator({ clock, orderDelayMs })
    telnyx = connect()
  })
  afterEach(() => subject.close())

  const connect = () =>
    new Telnyx({ apiKey: subject.telnyxApiKey, baseURL: subject.simulator.telnyxBaseUrl, maxRetries: 0 })

  async function search(code = '833', limit = 2): Promise<string[]> {
    const filter = {
      country_code: 'US',
      phone_number_type: 'toll_free',
      national_destination_code: code,
      limit,
    } as const
    const { data } = await telnyx.availablePhoneNumbers.list({ filter })
    return (data ?? []).map((found) => found.phone_number ?? '')
  }

  async function order(numbers: readonly string[], reference = 'order-1') {
    const phone_numbers = numbers.map((number) => ({ phone_number: number }))
    const { data } = await telnyx.numberOrders.create({ phone_numbers, customer_reference: reference })
    return data ?? {}
  }

  async function heldNumbers(): Promise<(string | undefined)[]> {
    return (await telnyx.phoneNumbers.list()).data?.map(({ phone_number }) => phone_number) ?? []
  }

  it('finds toll-free numbers of one code that nobody holds', async () => {
    expect(await search()).toEqual(['+18335550100', '+18335550101'])
    await subject.control.post('/numbers', { numbers: ['+18335550100'] })
    expect(await search()).toEqual(['+18335550101', '+18335550102'])
  })

  it('answers pending, and holds the numbers once the time has come', async () => {
    const numbers = await search()
    const { id = '', status } = await order(numbers)
    expect([status, await heldNumbers()]).toEqual(['pending', []])

    clock.advance(orderDelayMs)
    const ended = (await telnyx.numberOrders.retrieve(id)).data
    expect([ended?.status, ended?.phone_numbers?.map(({ status: each }) => each)]).toEqual([
      'success',
      ['success', 'success'],
    ])
    expect(await heldNumbers()).toEqual(numbers)
  })

  it('keeps a pending order over a restart, and finds it by its reference', async () => {
    const { id } = await order(await search(), 'replenish-7')
    subject = await subject.restart()
    telnyx = connect()
    clock.advance(orderDelayMs)
    const { data } = await telnyx.numberOrders.list({ filter: { customer_reference: 'replenish-7' } })
    expect(data?.map((found) => [found.id, found.status])).toEqual([[id, 'success']])
  })

  it('fails the order of a number that went to another meanwhile', async () => {
    const numbers = await search('844', 1)
    const [first, second] = [await order(numbers), await order(numbers, 'order-2')]
    clock.advance(orderDelayMs)
    const ends = await Promise.all([first, second].map(({ id = '' }) => telnyx.numberOrders.retrieve(id)))
    expect(ends.map(({ data }) => data?.status)).toEqual(['success', 'failure'])
  })

  it('refuses a number that no search showed', async () => {
    await expect(order(['+18005550100'])).rejects.toMatchObject({ status: 422 })
    await expect(order([])).rejects.toMatchObject({ status: 400 })
  })

  it('does the order whose answer is lost', async () => {
    const numbers = await search()
    await subject.control.post('/faults', { target: 'telnyx.orders.create', kind: '500_but_done' })
    await expect(order(numbers, 'lost-1')).rejects.toMatchObject({ status: 500 })
    const { data } = await telnyx.numberOrders.list({ filter: { customer_reference: 'lost-1' } })
    expect(data).toHaveLength(1)
  })
})
