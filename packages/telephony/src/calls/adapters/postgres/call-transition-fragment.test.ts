import { callSchema } from '@cloudgreet/core/contract'
import { coreMigrations } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'
import { expect, it } from 'vitest'

import { telephonyMigrations } from '../../../postgres/migrations/index.ts'
import { applyTransition, makeBusiness } from '../../../postgres/testkit/apply-transition.ts'
import type { CallFacts } from '../../domain/call-facts.ts'
import { mergeCallFacts } from '../../domain/merge-call-facts.ts'
import { toCallParameters } from '../../domain/to-call-parameters.ts'
import { buildLifeOfCall, toOrders } from '../../testkit/life-of-call.ts'
import { callTransitionFragment } from './call-transition-fragment.ts'

forEachDatabase([coreMigrations, telephonyMigrations], (database) => {
  const apply = (businessId: Parameters<typeof applyTransition>[2]['businessId'], facts: CallFacts) =>
    applyTransition(database(), callTransitionFragment, {
      businessId,
      receivedAt: facts.firstSeenAt,
      values: toCallParameters(facts),
    })

  it('ends in the same row whatever the order of the events and however often they come', async () => {
    const business = await makeBusiness(database())
    const rows = new Map<string, unknown>()
    for (const [index, order] of toOrders(buildLifeOfCall()).entries()) {
      const providerCallId = `call_order_${index}`
      for (const facts of [...order, order[0]!, order[2]!]) await apply(business, { ...facts, providerCallId })
      const found = await database().pool.query('SELECT * FROM calls WHERE provider_call_id = $1', [providerCallId])
      const { id: _id, provider_call_id: _providerCallId, ...row } = found.rows[0]
      rows.set(JSON.stringify(row), row)
    }
    expect([...rows.values()]).toHaveLength(1)
    const merged = buildLifeOfCall().reduce(mergeCallFacts)
    expect([...rows.values()]).toMatchObject([
      {
        status: merged.status,
        outcome: merged.outcome,
        disconnection_reason: merged.disconnectionReason,
        transcript: merged.transcript,
        transcript_turns: merged.transcriptTurns,
        summary: merged.summary,
        success: merged.isSuccessful,
        duration_ms: merged.durationMs,
        created_at: merged.startedAt,
        ended_at: merged.endedAt,
        analyzed_at: merged.analyzedAt,
        first_seen_at: merged.firstSeenAt,
        transfer_state: merged.transfer?.state,
        transfer_kind: merged.transfer?.kind,
        transfer_destination: merged.transfer?.destination,
        transfer_ended_at: merged.transfer?.endedAt,
        recording_url: merged.recordingUrl,
        recording_expires_at: merged.recordingExpiresAt,
        updated_at: merged.updatedAt,
      },
    ])
  })

  it("returns the call as the business's stream shows it", async () => {
    const business = await makeBusiness(database())
    const [started] = buildLifeOfCall()
    const [row] = await apply(business, { ...started!, providerCallId: 'call_stream' })
    expect(row?.business_id).toBe(business)
    expect(callSchema.parse(row?.data.call)).toEqual(row?.data.call)
    expect(row?.data.call).toMatchObject({
      id: row?.subject_id,
      status: 'ongoing',
      startedAt: '2026-01-15T18:00:00.000Z',
    })
  })

  it('stores nothing for an event that belongs to no business', async () => {
    const [started] = buildLifeOfCall()
    expect(await apply(null, { ...started!, providerCallId: 'call_nobody' })).toEqual([])
    const { rows } = await database().pool.query(`SELECT FROM calls WHERE provider_call_id = 'call_nobody'`)
    expect(rows).toEqual([])
  })

  it('answers the count of calls and of transcribed calls by business', async () => {
    const business = await makeBusiness(database())
    const [started, , ended] = buildLifeOfCall()
    await apply(business, { ...started!, providerCallId: 'call_count_1', startedAt: new Date() })
    await apply(business, { ...ended!, providerCallId: 'call_count_2', startedAt: new Date() })
    const { rows } = await database().pool.query(
      `SELECT COUNT(*) as call_count,
       COUNT(CASE WHEN transcript IS NOT NULL THEN 1 END) as transcribed_calls
FROM calls 
WHERE business_id = '${business}'
AND created_at > NOW() - INTERVAL '30 days';`,
    )
    expect(rows).toEqual([{ call_count: '2', transcribed_calls: '1' }])
  })
})
