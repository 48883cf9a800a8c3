import { z } from 'zod'

/** Query of every list. `cursor` is the `nextCursor` of the page before. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
})
export type PageQuery = z.input<typeof pageQuerySchema>

/** Query of the appointments. With `from`, an instant: those that end later, the soonest first. */
export const appointmentQuerySchema = pageQuerySchema.extend({ from: z.iso.datetime({ offset: true }).optional() })
export type AppointmentQuery = z.input<typeof appointmentQuerySchema>

/** A list's answer: `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}
