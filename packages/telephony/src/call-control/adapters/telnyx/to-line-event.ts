import { z } from 'zod'

import { toStorableText } from '../../../webhooks/domain/storable-values.ts'
import { type ClientState, safeParseClientState } from '../../domain/client-state.ts'
import { lineEventTypes, targetEventTypes } from '../../domain/to-call-control-event.ts'

const text = z.string().nullish().catch(null)
const links = z.object({ mp3: text, wav: text }).nullish().catch(null)

const payloadSchema = z.object({
  client_state: text,
  hangup_cause: text,
  recording_id: text,
  recording_urls: links,
  public_recording_urls: links,
})

/** Something that happened on a line of a controlled call, and is no event of the caller's call itself. */
export type LineEvent = {
  readonly type: string
  readonly state: ClientState
  readonly cause: string | null
  readonly recordingUrl: string | null
}

/** The state that we attached to the line, undefined for a line that we never touched. */
export function findClientState(payload: unknown): ClientState | undefined {
  const parsed = payloadSchema.safeParse(payload)
  return parsed.success ? safeParseClientState(parsed.data.client_state) : undefined
}

/** @returns undefined for an event that belongs to no controlled call, or to the caller's own call */
export function toLineEvent(eventType: string, payload: unknown): LineEvent | undefined {
  const state = findClientState(payload)
  if (state === undefined) return undefined
  const types = state.leg === 'target' ? targetEventTypes : lineEventTypes
  const type = Object.hasOwn(types, eventType) ? types[eventType] : undefined
  if (type === undefined) return undefined
  const fields = payloadSchema.parse(payload)
  return { type, state, cause: toStorableText(fields.hangup_cause), recordingUrl: toRecordingUrl(fields) }
}

/**
 * The recording by reference: its address in Telnyx's API, which needs the key and does not run out. The links in the
 * event do, after ten minutes (types of telnyx 7.24.0); they stand in only when the event names no id.
 */
function toRecordingUrl(fields: z.infer<typeof payloadSchema>): string | null {
  const id = toStorableText(fields.recording_id)
  if (id !== null) return `https://api.telnyx.com/v2/recordings/${encodeURIComponent(id)}`
  const urls = [fields.public_recording_urls, fields.recording_urls].flatMap((link) => [link?.mp3, link?.wav])
  return toStorableText(urls.find((url) => typeof url === 'string'))
}
