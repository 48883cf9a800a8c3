import { describe, expect, it } from 'vitest'

import type { Call, CallDetail, Dashboard, EventFrame, Message } from './client.ts'
import { callIdOf, patchCall, patchDashboard } from './patch-dashboard.ts'

const call: Call = {
  id: 'call-1',
  direction: 'inbound',
  from: '+13125550142',
  to: '+18005550100',
  status: 'ongoing',
  outcome: null,
  success: null,
  disconnectionReason: null,
  neverConnected: false,
  startedAt: '2026-03-02T15:00:00Z',
  endedAt: null,
  durationMs: null,
  transfer: null,
  recording: { state: 'pending', url: null, expiresAt: null },
  summary: null,
  sentiment: null,
  hasTranscript: false,
}

const dashboard = {
  stats: { liveCalls: 0, callsToday: 3 },
  recentCalls: [] as readonly Call[],
  messages: [] as readonly Message[],
  appointments: [],
  seq: 7,
} as unknown as Dashboard

function event(data: EventFrame['data'], seq = 8): EventFrame {
  return { seq, type: 'call_started', businessId: 'business-1', occurredAt: '2026-03-02T15:00:00Z', data }
}

describe('patchDashboard', () => {
  it('puts a new call first and counts it as live', () => {
    const patched = patchDashboard(dashboard, event({ call }))
    expect(patched.recentCalls).toEqual([call])
    expect(patched.stats.liveCalls).toBe(1)
    expect(patched.seq).toBe(8)
  })

  it('changes a known call where it stands', () => {
    const known = patchDashboard(dashboard, event({ call }))
    const patched = patchDashboard(known, event({ call: { id: 'call-1', status: 'ended', outcome: 'answered' } }, 9))
    expect(patched.recentCalls).toEqual([{ ...call, status: 'ended', outcome: 'answered' }])
    expect(patched.stats.liveCalls).toBe(0)
  })

  it('takes out a call whose place another has taken', () => {
    const known = patchDashboard(dashboard, event({ call }))
    const patched = patchDashboard(known, event({ supersededCallId: 'call-1', callId: 'call-2' }, 9))
    expect([patched.recentCalls, patched.stats.liveCalls]).toEqual([[], 0])
  })

  it('leaves out a part that does not say enough to be shown', () => {
    expect(patchDashboard(dashboard, event({ call: { id: 'call-2' } })).recentCalls).toEqual([])
    expect(patchDashboard(dashboard, event({ call: 'call-2' })).recentCalls).toEqual([])
  })

  it('ignores an event that the dashboard already includes', () => {
    expect(patchDashboard(dashboard, event({ call }, 7))).toBe(dashboard)
  })

  it('keeps 50 calls', () => {
    const full = {
      ...dashboard,
      recentCalls: Array.from({ length: 50 }, (_, place) => ({ ...call, id: `old-${place}` })),
    }
    const { recentCalls } = patchDashboard(full, event({ call }))
    expect(recentCalls).toHaveLength(50)
    expect(recentCalls[0]).toEqual(call)
  })
})

describe('patchCall', () => {
  const detail: CallDetail = { ...call, transcript: [], explanation: null, recordingVariants: [], failoverReason: null }
  const turn = { role: 'user', content: 'Hello?', startSeconds: 1 } as const

  it('takes the fields and the words that the event carries', () => {
    const patched = patchCall(detail, event({ call: { id: 'call-1', status: 'ended' }, transcript: [turn] }))
    expect(patched).toEqual({ ...detail, status: 'ended', transcript: [turn] })
  })

  it('leaves another call alone', () => {
    expect(patchCall(detail, event({ callId: 'call-2', transcript: [turn] }))).toBe(detail)
  })
})

describe('callIdOf', () => {
  it('finds the call by its part or by its id alone', () => {
    expect(callIdOf(event({ call }))).toBe('call-1')
    expect(callIdOf(event({ callId: 'call-9' }))).toBe('call-9')
    expect(callIdOf(event({ message: { id: 'message-1' } }))).toBeUndefined()
  })
})
