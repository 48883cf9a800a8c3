import { z } from 'zod'

/** RFC 9457. `code` is the stable part: programs match on it, people read `detail`. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  traceId: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  /** Seconds to wait before the same call may succeed; also in the header Retry-After. */
  retryAfter: z.number().int().optional(),
})
export type Problem = z.infer<typeof problemSchema>
