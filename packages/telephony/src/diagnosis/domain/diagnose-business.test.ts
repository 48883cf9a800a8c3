import type { AgentInspection, BusinessId } from '@cloudgreet/core'
import { type CallSummary, type CredentialReport, diagnosisSchema } from '@cloudgreet/core/contract'
import { describe, expect, it } from 'vitest'

import { type CallGroup, toCallSummary } from '../../calls/domain/call-summary.ts'
import { diagnoseBusiness } from './diagnose-business.ts'
import type { DiagnosisFacts } from './diagnosis-facts.ts'

const id = '01990000-0000-7000-8000-000000000001' as BusinessId
const business = { id, agentId: 'agent_1', number: '+18005550100', agentPaused: false }
const ok: CredentialReport = { vendor: 'retell', state: 'ok', status: null, latencyMs: 12, detail: 'Fine.' }
const inspection: AgentInspection = {
  businessId: id,
  state: 'active',
  agentId: 'agent_1',
  drift: [],
  missingPhrases: [],
  repairCommand: `npm run repair-agent -- ${id}`,
}
const quiet = {
  provider: 'retell',
  lastAcceptedAt: '2026-01-15T18:00:00.000Z',
  lastRefusedAt: null,
  lastRefusedReason: null,
  refused: 0,
}

function summaryOf(...groups: readonly Partial<CallGroup>[]): CallSummary {
  const none = { outcome: 'answered', reason: 'user_hangup', calls: 1 } as const
  return toCallSummary(groups.map((group) => ({ ...none, neverConnected: 0, recorded: 0, transcribed: 0, ...group })))
}

function diagnose(changes: Partial<DiagnosisFacts> = {}) {
  const facts = { business, inspection, credentials: [ok], webhooks: [quiet], lastCallAt: quiet.lastAcceptedAt }
  return diagnosisSchema.parse(diagnoseBusiness({ ...facts, calls: summaryOf({ calls: 100 }), ...changes }))
}
const codesOf = (changes: Partial<DiagnosisFacts>) => diagnose(changes).findings.map(({ code }) => code)
const drifted = (state: AgentInspection['state'], ...fields: AgentInspection['drift'][number]['field'][]) => ({
  inspection: { ...inspection, state, drift: fields.map((field) => ({ field, repair: 'update' as const })) },
})

describe('diagnoseBusiness', () => {
  it('finds nothing where all is well, and says on what it rests', () => {
    expect(diagnose()).toMatchObject({
      businessId: id,
      healthy: true,
      findings: [{ code: 'healthy', evidence: { callsLast7Days: 100, successRate: 1 } }],
    })
  })

  it('names a business without an agent, and the command that repairs it', () => {
    const { healthy, findings } = diagnose({ business: { ...business, agentId: null }, inspection: undefined })
    expect(healthy).toBe(false)
    expect(findings).toMatchObject([{ code: 'no_agent', command: `npm run repair-agent -- ${id}` }])
    expect(codesOf(drifted('missing', 'missing'))).toEqual(['no_agent'])
  })

  it.each([
    [{ business: { ...business, number: null } }, ['number_missing']],
    [{ business: { ...business, agentPaused: true } }, ['agent_paused']],
    [{ credentials: [{ ...ok, state: 'invalid_key' as const, status: 401 }] }, ['provider_key_invalid']],
    [{ credentials: [{ ...ok, state: 'off' as const }] }, ['provider_key_invalid']],
    [{ credentials: [{ ...ok, state: 'no_response' as const }] }, ['provider_unreachable']],
    [drifted('inactive', 'not_published'), ['agent_inactive']],
    [drifted('inactive', 'number_not_connected'), ['number_not_connected']],
    [drifted('drifted', 'greeting', 'wrong_agent_on_number'), ['number_not_connected', 'agent_drifted']],
    [{ lastCallAt: null }, ['no_webhooks_received']],
  ])('finds in %j: %j', (changes, codes) => {
    expect(codesOf(changes)).toEqual(codes)
  })

  it('takes webhooks for refused only while the newest of a provider was', () => {
    const refused = { ...quiet, lastRefusedAt: '2026-01-15T19:00:00.000Z', lastRefusedReason: 'mismatch', refused: 3 }
    expect(diagnose({ webhooks: [refused] }).findings).toMatchObject([
      { code: 'webhooks_refused', evidence: { provider: 'retell', lastRefusedReason: 'mismatch', refused: 3 } },
    ])
    expect(codesOf({ webhooks: [{ ...refused, lastAcceptedAt: '2026-01-15T20:00:00.000Z' }] })).toEqual(['healthy'])
  })

  it('names the commonest reason of calls that reached nobody, and its fix', () => {
    const calls = summaryOf(
      { calls: 5 },
      { outcome: 'failed', reason: 'concurrency_limit_reached', calls: 4, neverConnected: 4 },
      { outcome: 'busy', reason: 'dial_busy', calls: 1, neverConnected: 1 },
    )
    expect(diagnose({ calls }).findings).toMatchObject([
      {
        code: 'calls_failing',
        text: expect.stringContaining('Raise the number of calls at once with the voice provider.'),
        evidence: {
          successRate: 0.5,
          failures: 5,
          commonestReason: 'concurrency_limit_reached',
          callsWithThatReason: 4,
        },
      },
    ])
    expect(codesOf({ calls: summaryOf({ calls: 95 }, { outcome: 'failed', calls: 5 }) })).toEqual(['healthy'])
  })

  it('puts the likeliest cause first', () => {
    expect(
      codesOf({
        business: { ...business, agentId: null, agentPaused: true },
        inspection: undefined,
        credentials: [{ ...ok, state: 'no_response' }],
        calls: summaryOf({ outcome: 'failed' }),
      }),
    ).toEqual(['no_agent', 'agent_paused', 'provider_unreachable', 'calls_failing'])
  })
})
