import { createMiddleware } from 'hono/factory'

import type { AppEnv } from './app-env.ts'
import { RequestError } from './request-error.ts'

const unstorable = /[\0\p{Surrogate}]/u

/**
 * Refuses text that no PostgreSQL keeps, wherever it stands in a request: NUL, and halves of surrogate pairs, which JSON
 * and addresses may spell.
 */
export const refuseUnstorable = createMiddleware<AppEnv>(async (context, next) => {
  const { path } = context.req
  if (holdsUnstorable([path, context.req.queries()])) throw refusal()
  const isJson = context.req.header('content-type')?.includes('json') === true
  if (isJson && bodyHoldsUnstorable(await context.req.text())) throw refusal()
  await next()
})

/** Only an escape can spell them in JSON; few bodies have one. What is no JSON is refused by its route. */
function bodyHoldsUnstorable(body: string): boolean {
  if (!body.includes('\\u')) return false
  try {
    return holdsUnstorable(JSON.parse(body))
  } catch {
    return false
  }
}

/** Not recursive: a body may be nested deeper than the stack. */
function holdsUnstorable(value: unknown): boolean {
  const rest = [value]
  while (rest.length > 0) {
    const next = rest.pop()
    if (typeof next === 'string' && unstorable.test(next)) return true
    if (typeof next !== 'object' || next === null) continue
    for (const [name, member] of Object.entries(next)) rest.push(name, member)
  }
  return false
}

function refusal(): RequestError {
  return new RequestError(422, 'validation_failed', 'Some text holds NUL, or half of a character.')
}
