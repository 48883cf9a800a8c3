import { expect, it } from 'vitest'

import { FaultPlan } from './fault-plan.ts'
import { findFaultRefusal, listFaultTargets } from './fault-targets.ts'

const targets = listFaultTargets(['telnyx.messages.send', 'retell.agents.create'])

it.each([
  ['telnyx.messages.send', '429'],
  ['telnyx.messages.deliver', 'silence'],
  ['telnyx.*', 'duplicate'],
  ['*', 'timeout_but_done'],
])('takes a fault of %s by %s', (target, kind) => {
  expect(findFaultRefusal({ target, kind }, targets)).toBeUndefined()
})

it.each(['telnyx.mesages.send', 'openai.*', ''])('refuses the target "%s" and lists those that exist', (target) => {
  expect(findFaultRefusal({ target, kind: '429' }, targets)).toMatchObject({ code: 'fault_target_unknown', targets })
})

it.each([
  ['telnyx.messages.deliver', '429', ['error', 'delay', 'silence']],
  ['retell.webhooks', 'meteor', ['duplicate', 'reorder', 'delay', 'tamper', 'stale']],
])('refuses for %s the kind %s and lists those that exist', (target, kind, kinds) => {
  expect(findFaultRefusal({ target, kind }, targets)).toMatchObject({ code: 'fault_kind_unknown', kinds })
})

it('keeps a fault of every target for one that can meet it', () => {
  const plan = new FaultPlan()
  plan.add({ target: 'telnyx.*', kind: '500', times: 1, delayMs: 0 })
  expect(plan.take('telnyx.webhooks')).toBeUndefined()
  expect(plan.take('telnyx.messages.send')).toMatchObject({ kind: '500' })
  expect(plan.list()).toEqual([])
})
