import { z } from 'zod'

import { idSchema, instantSchema } from './fields.ts'
import { pageQuerySchema } from './page.ts'

export const leadStatusSchema = z.enum(['new', 'contacted', 'replied', 'qualified', 'won', 'lost', 'opted_out'])

/** A prospect as a sales person works it. */
export const leadSchema = z.object({
  id: idSchema,
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  company: z.string().nullable(),
  title: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  /** Where it came from: `apollo`, `import`. */
  source: z.string(),
  /** `opted_out`: nobody writes to or calls this person. */
  status: leadStatusSchema,
  /** The sales person who works it; null: free to claim. */
  ownerId: idSchema.nullable(),
  createdAt: instantSchema,
})
export type Lead = z.infer<typeof leadSchema>

export const leadQuerySchema = pageQuerySchema.extend({ status: leadStatusSchema.optional() })
export type LeadQuery = z.input<typeof leadQuerySchema>
