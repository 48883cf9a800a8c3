import { problemSchema } from '@cloudgreet/core/contract'
import { createRoute, z } from '@hono/zod-openapi'

/** The answer of a refusal, by its description. */
export const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
})

/** A JSON answer. */
export const jsonAnswer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
})

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

export const idParameter = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' }, format: 'uuid' }) })

/** The refusals that any route may give. */
export const commonProblems = {
  422: problemAnswer('The request does not fit: `errors` names the fields.'),
  503: problemAnswer('Not now: try again after `Retry-After`.'),
} as const

export const personProblems = {
  ...commonProblems,
  401: problemAnswer('No token, or one that is not valid: `code` says which.'),
  403: problemAnswer('Another role is needed.'),
} as const

export const foundProblems = { ...personProblems, 404: problemAnswer('Unknown, or of another business.') } as const

export { createRoute, z }
