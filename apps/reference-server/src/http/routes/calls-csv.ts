import type { BusinessId } from '@cloudgreet/core'
import type { Call } from '@cloudgreet/core/contract'
import { type CallFilter, type CallLog, explainOutcome } from '@cloudgreet/telephony'

import { toCsvRow } from '../csv.ts'

type Cell = string | number | boolean | null

const columns = {
  id: (call) => call.id,
  direction: (call) => call.direction,
  from: (call) => call.from,
  to: (call) => call.to,
  status: (call) => call.status,
  outcome: (call) => call.outcome,
  disconnectionReason: (call) => call.disconnectionReason,
  startedAt: (call) => call.startedAt,
  endedAt: (call) => call.endedAt,
  durationMs: (call) => call.durationMs,
  sentiment: (call) => call.sentiment,
  summary: (call) => call.summary,
  success: (call) => call.success,
  explanation: (call) => explainOutcome(call)?.text ?? null,
  neverConnected: (call) => call.neverConnected,
  transferState: (call) => call.transfer?.state ?? null,
  transferKind: (call) => call.transfer?.kind ?? null,
  transferDestination: (call) => call.transfer?.destination ?? null,
  recordingState: (call) => call.recording.state,
  recordingUrl: (call) => call.recording.url,
  recordingExpiresAt: (call) => call.recording.expiresAt,
  hasTranscript: (call) => call.hasTranscript,
} as const satisfies Record<string, (call: Call) => Cell>

/** The header's cells, in order. New columns go to the end. */
export const callsCsvColumns = Object.keys(columns)

/** The business's calls, read page by page as the reader takes them, so that the memory used does not grow. */
export function streamCallsCsv(calls: CallLog, business: BusinessId, filter: CallFilter): Response {
  const rows = readRows(calls, business, filter)
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

async function* readRows(calls: CallLog, business: BusinessId, filter: CallFilter): AsyncGenerator<string, void> {
  yield toCsvRow(callsCsvColumns)
  let cursor: string | undefined
  do {
    const page = await calls.list(business, { ...filter, limit: 100, cursor })
    yield page.items.map(toRow).join('')
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}

function toRow(call: Call): string {
  return toCsvRow(Object.values(columns).map((read) => toCell(read(call))))
}

function toCell(cell: Cell): string | number | null {
  return typeof cell === 'boolean' ? String(cell) : cell
}
