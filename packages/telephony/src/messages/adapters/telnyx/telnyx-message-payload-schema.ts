import { z } from 'zod'

const text = z.string().nullish().catch(null)
const addressSchema = z.object({ phone_number: z.string().min(1), status: text })

/** What we take of a Telnyx messaging event's payload. */
export const telnyxMessagePayloadSchema = z.object({
  id: z.string().min(1).max(255),
  direction: text,
  from: addressSchema,
  /** Several in a group MMS; the first is the one the event is for. */
  to: z.tuple([addressSchema], z.unknown()),
  text,
  parts: z.number().int().nullish().catch(null),
  encoding: text,
  media: z.array(z.unknown()).nullish().catch(null),
  errors: z
    .array(z.object({ code: z.coerce.string(), title: text, detail: text }))
    .nullish()
    .catch(null),
  cost: z
    .object({ amount: z.string().regex(/^\d{1,9}(\.\d{1,9})?$/), currency: z.string().regex(/^[A-Z]{3}$/) })
    .nullish()
    .catch(null),
  autoresponse_type: text,
  /** When Telnyx took the text over: the same in every event about it. */
  received_at: text,
  /** When its delivery ended, one way or another. */
  completed_at: text,
})
export type TelnyxMessagePayload = z.infer<typeof telnyxMessagePayloadSchema>
