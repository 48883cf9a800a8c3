import { z } from 'zod'

/** What the model may say; nothing of it is believed before it is checked. */
export const modelClaimsSchema = z.strictObject({
  claims: z.array(
    z.strictObject({
      title: z.string(),
      detail: z.string(),
      metrics: z.array(z.string()),
      evidence: z.array(z.strictObject({ call: z.string(), quote: z.string() })),
    }),
  ),
})
export type ModelClaims = z.infer<typeof modelClaimsSchema>
export type ModelClaim = ModelClaims['claims'][number]
