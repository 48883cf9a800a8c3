import { SequentialIdSource } from '@cloudgreet/core/testkit'
import { createMemoryCallLog } from '@cloudgreet/telephony/memory'
import { buildCallFacts } from '@cloudgreet/telephony/testkit'
import { describe, expect, it } from 'vitest'

import { callsCsvColumns, streamCallsCsv } from './calls-csv.ts'

const ids = new SequentialIdSource()

describe('streamCallsCsv', () => {
  it('reads 100,000 calls page by page, never ahead of who takes the text', async () => {
    const log = createMemoryCallLog({ ids })
    const business = ids.next<'Business'>()
    log.apply(business, buildCallFacts())
    const { items } = await log.list(business, { limit: 1 })
    const pages = 1_000
    let read = 0
    const endless = {
      list: async () => {
        read += 1
        return { items: Array.from({ length: 100 }, () => items[0]!), nextCursor: read < pages ? 'more' : null }
      },
    }
    const response = streamCallsCsv(Object.assign(Object.create(log), endless), business, {})
    let taken = 0
    let rows = 0
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      taken += 1
      rows += decoder.decode(chunk).split('\r\n').length - 1
      expect(read - taken).toBeLessThanOrEqual(1)
    }
    expect({ read, rows }).toEqual({ read: pages, rows: 100_001 })
  })

  it('writes each field of a call in the documented column, safe in a spreadsheet', async () => {
    const log = createMemoryCallLog({ ids })
    const business = ids.next<'Business'>()
    const none = { startedAt: null, bridgedAt: null, endedAt: null }
    log.apply(
      business,
      buildCallFacts({
        outcome: 'transferred',
        disconnectionReason: 'call_transfer',
        summary: '=HYPERLINK("x"), said "hi"',
        transfer: { ...none, kind: 'cold', state: 'bridged', destination: '+13125550199' },
      }),
    )
    const [header, row, ...rest] = (await streamCallsCsv(log, business, {}).text()).split('\r\n')
    expect(header).toBe(callsCsvColumns.join(','))
    expect(row?.split(',').slice(1)).toEqual(
      [
        'inbound,+13125550142,+18005550100,ended,transferred,call_transfer',
        `2026-01-15T18:00:00.000Z,2026-01-15T18:01:01.000Z,61000,,"'=HYPERLINK(""x""), said ""hi"""`,
        'true,Your agent put the call through.,false,bridged,cold,+13125550199',
        'available,https://example.com/recording.wav,,true',
      ]
        .join(',')
        .split(','),
    )
    expect(rest).toEqual([''])
  })
})
