import { createHash, createHmac, createSecretKey, randomUUID, timingSafeEqual } from 'node:crypto'

import { secret } from './ingest-secret.ts'

const key = createSecretKey(Buffer.from(secret))
const signatureShape = /^v=(\d{13}),d=([0-9a-f]{64})$/
const toleranceMs = 300_000

/**
 * A Retell call event, checked and read with what node and the language offer, and nothing besides: the least that
 * any route must do before it can store the event. Undefined when it is refused.
 */
export function receiveByHand(body: Buffer, signature: string) {
  const receivedAt = new Date()
  const [, timestamp, digest] = signatureShape.exec(signature) ?? []
  if (timestamp === undefined || digest === undefined) return undefined
  if (Math.abs(receivedAt.getTime() - Number(timestamp)) > toleranceMs) return undefined
  const expected = createHmac('sha256', key).update(body).update(timestamp).digest()
  if (!timingSafeEqual(expected, Buffer.from(digest, 'hex'))) return undefined

  const payload: unknown = JSON.parse(body.toString())
  if (!isRecord(payload) || typeof payload.event !== 'string' || !isRecord(payload.call)) return undefined
  const { event, call } = payload
  if (typeof call.call_id !== 'string') return undefined
  const analysis = isRecord(call.call_analysis) ? call.call_analysis : {}
  return {
    id: randomUUID(),
    eventKey: `${call.call_id}:${event}`,
    eventType: event,
    body,
    bodyDigest: createHash('sha256').update(body).digest('hex'),
    receivedAt,
    call: {
      id: call.call_id,
      agentId: textOf(call.agent_id),
      agentVersion: numberOf(call.agent_version),
      direction: textOf(call.direction),
      from: textOf(call.from_number),
      to: textOf(call.to_number),
      status: textOf(call.call_status),
      disconnectionReason: textOf(call.disconnection_reason),
      transcript: textOf(call.transcript),
      transcriptTurns: Array.isArray(call.transcript_object) ? call.transcript_object.map(toTurn) : null,
      summary: textOf(analysis.call_summary),
      sentiment: textOf(analysis.user_sentiment),
      recordingUrl: textOf(call.recording_url),
      durationMs: numberOf(call.duration_ms),
      startedAt: new Date(numberOf(call.start_timestamp) ?? 0),
      endedAt: new Date(numberOf(call.end_timestamp) ?? 0),
    },
  }
}

function toTurn(turn: unknown) {
  return isRecord(turn) ? { role: textOf(turn.role), content: textOf(turn.content) } : null
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}
