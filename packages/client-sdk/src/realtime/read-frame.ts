import type { EventFrame } from '../contract-types.ts'

export type FrameReading =
  | { readonly kind: 'event'; readonly event: EventFrame }
  | { readonly kind: 'resync' }
  /** A frame of a newer server, or not JSON. */
  | { readonly kind: 'unknown' }

export function readFrame(data: unknown): FrameReading {
  const frame = safeParseJson(data)
  if (typeof frame !== 'object' || frame === null) return { kind: 'unknown' }
  if ('seq' in frame && Number.isSafeInteger(frame.seq)) return { kind: 'event', event: frame as EventFrame }
  return 'type' in frame && frame.type === 'resync' ? { kind: 'resync' } : { kind: 'unknown' }
}

function safeParseJson(data: unknown): unknown {
  if (typeof data !== 'string') return undefined
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
