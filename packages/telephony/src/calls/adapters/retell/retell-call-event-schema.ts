import { z } from 'zod'

/** A field that may be absent, null, or of a type that Retell never documented: then it counts as absent. */
const text = z.string().nullish().catch(null)
const number = z.number().nullish().catch(null)
const flag = z.boolean().nullish().catch(null)

const analysisSchema = z
  .object({ call_summary: text, in_voicemail: flag, user_sentiment: text, call_successful: flag })
  .nullish()
  .catch(null)

/** What we take of a Retell call event; everything else stays in the bytes. */
export const retellCallEventSchema = z.object({
  event: z.string(),
  event_timestamp: number,
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
    recording_url: text,
    transcript: text,
    /** Read by hand: checking each word of it costs a fifth of reading the JSON. */
    transcript_object: z.unknown().optional(),
    call_analysis: analysisSchema,
  }),
})
export type RetellCallEvent = z.infer<typeof retellCallEventSchema>
