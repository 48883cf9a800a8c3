import { z } from 'zod'

import { idSchema, instantSchema } from './fields.ts'

/** One event of the business, as the socket sends it. `data` holds `call`, `message`, … by type. */
export const eventFrameSchema = z.object({
  seq: z.number().int(),
  type: z.string(),
  businessId: idSchema,
  occurredAt: instantSchema,
  data: z.record(z.string(), z.unknown()),
})
export type EventFrame = z.infer<typeof eventFrameSchema>

/** The position asked for is no longer kept: load the dashboard again, then connect after its `seq`. */
export const resyncFrameSchema = z.object({ type: z.literal('resync') })

export const realtimeFrameSchema = z.union([eventFrameSchema, resyncFrameSchema])
export type RealtimeFrame = z.infer<typeof realtimeFrameSchema>
