import { z } from 'zod'

/** A field that may be absent, null, or of a type that Retell never documented: then it counts as absent. */
const text = z.string().nullish().catch(null)
const number = z.number().nullish().catch(null)
const flag = z.boolean().nullish().catch(null)

/** Documented for the transfer events only by name: an object with a type, or the type alone. */
const transferOption = z
  .union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)])
  .nullish()
  .catch(null)

const transferFields = { transfer_destination: text, transfer_option: transferOption }

const analysisSchema = z
  .object({ call_summary: text, in_voicemail: flag, user_sentiment: text, call_successful: flag })
  .nullish()
  .catch(null)

/** What we take of a Retell call event; everything else stays in the bytes. */
export const retellCallEventSchema = z.object({
  event: z.string(),
  event_timestamp: number,
  ...transferFields,
  call: z.object({
    call_id: z.string().min(1).max(255),
    call_type: text,
    call_status: text,
    agent_id: text,
    agent_version: number,
    direction: text,
    from_number: text,
    to_number: text,
    start_timestamp: number,
    end_timestamp: number,
    duration_ms: number,
    disconnection_reason: text,
    ...transferFields,
    transfer_end_timestamp: number,
    recording_url: text,
    recording_multi_channel_url: text,
    scrubbed_recording_url: text,
    scrubbed_recording_multi_channel_url: text,
    opt_in_signed_url: flag,
    data_storage_setting: text,
    transcript: text,
    /** Read by hand: checking each word of it costs a fifth of reading the JSON. */
    transcript_object: z.unknown().optional(),
    call_analysis: analysisSchema,
  }),
})
export type RetellCallEvent = z.infer<typeof retellCallEventSchema>
