import { type Problem, problemSchema } from '@cloudgreet/core/contract'

import type { Settings } from '../config/read-settings.ts'
import { endWith, exitCodes, findServerUrl, requireSecrets } from './server-address.ts'

/**
 * Asks an internal route of the running server: reads it, or posts the body where there is one.
 * Ends the program with a sentence when the server does not answer well.
 */
export async function askServer(settings: Settings, path: string, body?: unknown): Promise<unknown> {
  const token = settings.INTERNAL_API_TOKEN?.[0] ?? (await requireSecrets(settings)).internalToken
  const url = await findServerUrl(settings)
  const answer = await fetch(`${url}${path}`, {
    headers: { 'content-type': 'application/json', 'x-internal-token': token },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  }).catch(() => endWith(exitCodes.failed, `No server answers at ${url}: run npm start first.`))
  const said: unknown = await answer.json().catch(() => undefined)
  if (answer.ok && said !== undefined) return said
  const problem = problemSchema.safeParse(said).data
  if (problem === undefined) return endWith(exitCodes.failed, `The server answered ${answer.status}.`)
  const isOurMistake = problem.code === 'validation_failed'
  return endWith(isOurMistake ? exitCodes.badConfiguration : exitCodes.failed, toSentence(problem))
}

function toSentence({ code, detail, errors = [] }: Problem): string {
  return [`${code}: ${detail}`, ...errors.map(({ field, message }) => `${field}: ${message}`)].join('\n')
}
