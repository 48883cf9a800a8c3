import type { BusinessId } from '@cloudgreet/core'
import type { Call } from '@cloudgreet/core/contract'
import type { CallLog } from '@cloudgreet/telephony'

import { toCsvRow } from '../csv.ts'

const columns = [
  'id',
  'direction',
  'from',
  'to',
  'status',
  'outcome',
  'disconnectionReason',
  'startedAt',
  'endedAt',
  'durationMs',
  'sentiment',
  'summary',
] as const satisfies readonly (keyof Call)[]

/** All calls of the business, page by page, so that the memory used does not grow. */
export function streamCallsCsv(calls: CallLog, business: BusinessId): Response {
  const rows = readRows(calls, business)
  const encoder = new TextEncoder()
  const body = new ReadableStream({
    async pull(controller) {
      const { value, done } = await rows.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => void (await rows.return(undefined)),
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8; header=present',
      'Content-Disposition': 'attachment; filename="calls.csv"',
    },
  })
}

async function* readRows(calls: CallLog, business: BusinessId): AsyncGenerator<string, void> {
  yield toCsvRow(columns)
  let cursor: string | undefined
  do {
    const page = await calls.list(business, { limit: 100, ...(cursor === undefined ? {} : { cursor }) })
    yield page.items.map((call) => toCsvRow(columns.map((column) => call[column]))).join('')
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
