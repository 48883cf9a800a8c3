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
  const said: unknown = await answer.json()
  return answer.ok ? said : endWith(exitCodes.failed, toSentence(answer.status, said))
}

function toSentence(status: number, said: unknown): string {
  const detail = typeof said === 'object' && said !== null && 'detail' in said ? said.detail : undefined
  return typeof detail === 'string' ? detail : `The server answered ${status}.`
}
