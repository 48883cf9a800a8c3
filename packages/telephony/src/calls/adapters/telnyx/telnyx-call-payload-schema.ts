import { z } from 'zod'

const text = z.string().nullish().catch(null)

/** What we take of a Telnyx Call Control event's payload. */
export const telnyxCallPayloadSchema = z.object({
  call_control_id: z.string().min(1).max(255),
  direction: text,
  from: text,
  to: text,
  start_time: text,
  end_time: text,
  hangup_cause: text,
  sip_hangup_cause: text,
})
export type TelnyxCallPayload = z.infer<typeof telnyxCallPayloadSchema>
