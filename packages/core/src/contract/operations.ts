import { z } from 'zod'

import { instantSchema } from './fields.ts'
import { holdSchema } from './holds.ts'
import { webhookTrafficSchema } from './webhooks.ts'

export const healthSchema = z.object({ status: z.enum(['ok', 'unavailable', 'draining']), time: instantSchema })
export type Health = z.infer<typeof healthSchema>

const componentSchema = z.object({
  status: z.enum(['ok', 'degraded', 'unavailable', 'disabled']),
  latencyMs: z.number().nullable(),
  detail: z.string().optional(),
  /** Of a provider: `open` while it is not called because it failed too often; `half_open` while one call tries. */
  breaker: z.enum(['closed', 'half_open', 'open']).optional(),
})

export const detailedHealthSchema = healthSchema.extend({
  components: z.record(z.string(), componentSchema),
  webhooks: z.record(z.string(), webhookTrafficSchema),
  stock: z.record(z.string(), z.number().int()),
  /** The open ones. */
  holds: z.array(holdSchema),
  maintenance: z.unknown().nullable(),
  alertLevels: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
})
export type DetailedHealth = z.infer<typeof detailedHealthSchema>

/** Which way the calls of a number go: straight to the agent's vendor, or through our own call control. */
export const numberRouteSchema = z.object({ number: z.string(), route: z.enum(['trunk', 'call-control']) })
export type NumberRoute = z.infer<typeof numberRouteSchema>
