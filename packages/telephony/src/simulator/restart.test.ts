import { FakeClock } from '@cloudgreet/core/testkit'
import Retell from 'retell-sdk'
import Telnyx from 'telnyx'
import { expect, it } from 'vitest'

import { connectTestApplication } from './testkit/connect-test-application.ts'
import { connectTestNumber } from './testkit/connect-test-number.ts'
import { startTestSimulator, type TestSimulator } from './testkit/start-test-simulator.ts'

const number = '+18005550100'
const person = '+13125550142'
const nowhere = 'http://127.0.0.1:9/webhook'
const steps = 30

/** Seeds are printed with a failure; put one here to see its run again. */
const seeds = [1, 2, 3, Math.floor(performance.timeOrigin) % 1_000_000]

it.each(seeds)('holds after a restart what it held before, after random operations of seed %i', async (seed) => {
  const clock = new FakeClock()
  const subject = await startTestSimulator({ clock, orderDelayMs: 60_000 })
  const agentId = await connectTestNumber(subject, number, nowhere)
  const operations = operationsOn(subject, agentId)
  const random = randomOf(seed)
  for (let step = 0; step < steps; step += 1) {
    await operations[Math.floor(random() * operations.length)]?.()
    clock.advance(Math.floor(random() * 40_000))
  }
  await subject.control.settle()
  const before = await snapshot(subject)
  const after = await subject.restart()
  expect(await snapshot(after)).toEqual(before)
  await after.close()
})

/** What can happen at the vendors. Some are refused, depending on what came before. */
function operationsOn(subject: TestSimulator, agentId: string): readonly (() => Promise<unknown>)[] {
  const { control } = subject
  const { retell, telnyx } = connect(subject)
  const orRefused = (asked: PromiseLike<unknown>) => Promise.resolve(asked).catch(() => undefined)
  return [
    () => orRefused(telnyx.messages.send({ from: number, to: person, text: 'Hello' })),
    () => control.deliverText({ to: number, from: person, text: 'STOP', wait: true }),
    () => control.deliverText({ to: number, from: person, text: 'START', wait: true }),
    () => control.fail('telnyx.messages.deliver', 'error', { code: '40001' }),
    () => control.placeCall({ to: number, from: person, speed: 100_000, wait: true }),
    () => control.editAgent(agentId, { llm: { begin_message: 'Good day.' } }),
    () => control.editAgent(agentId, { agent: { voice_id: 'retell-Other' }, publish: false }),
    () => orRefused(retell.call.registerPhoneCall({ agent_id: agentId })),
    () => connectTestApplication(subject, '+18005550102', nowhere),
    async () => {
      const found = await telnyx.availablePhoneNumbers.list({ filter: { country_code: 'US', limit: 1 } })
      const phone_numbers = (found.data ?? []).map(({ phone_number = '' }) => ({ phone_number }))
      await orRefused(telnyx.numberOrders.create({ phone_numbers }))
    },
  ]
}

function connect({ simulator, retellApiKey, telnyxApiKey }: TestSimulator) {
  return {
    retell: new Retell({ apiKey: retellApiKey, baseURL: simulator.retellBaseUrl, maxRetries: 0 }),
    telnyx: new Telnyx({ apiKey: telnyxApiKey, baseURL: simulator.telnyxBaseUrl, maxRetries: 0 }),
  }
}

/** Everything that the vendors show of themselves. */
async function snapshot(subject: TestSimulator): Promise<unknown> {
  const { retell, telnyx } = connect(subject)
  const agents = (await retell.agent.list({ limit: 100 })).items
  return {
    agents: await Promise.all(agents.map(({ agent_id }) => retell.agent.listVersions(agent_id))),
    calls: (await retell.call.list({ limit: 100 })).items,
    trunkNumber: await retell.phoneNumber.retrieve(number),
    // Before the numbers: an order whose time has come ends when it is asked for.
    orders: (await telnyx.numberOrders.list()).data,
    numbers: (await telnyx.phoneNumbers.list()).data,
    texts: (await telnyx.detailRecords.list({ filter: { record_type: 'messaging' }, 'page[size]': 50 })).data,
    blocks: (await telnyx.messagingOptouts.list()).data,
    applications: (await telnyx.callControlApplications.list()).data,
    ledger: await subject.control.ledger(),
  }
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
