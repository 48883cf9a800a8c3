import type { DetailedHealth, WebhookRefusal } from '@cloudgreet/core/contract'

import { eventually } from './api.ts'
import type { RunningServer } from './running-server.ts'

/** Reads what only operators see. */
export async function readAsOperator<Answer>(server: RunningServer, path: string): Promise<Answer> {
  const answer = await server.fetch(path, { headers: { 'x-internal-token': server.secrets.internalToken } })
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

export function readHealth(server: RunningServer): Promise<DetailedHealth> {
  return readAsOperator(server, '/api/health/detailed')
}

interface RefusalPage {
  readonly items: readonly WebhookRefusal[]
  readonly nextCursor: string | null
}

export function readRefusals(server: RunningServer, query = ''): Promise<RefusalPage> {
  return readAsOperator(server, `/api/internal/webhooks/refusals?${query}`)
}

/** The refusal of the body with this digest: it is listed a moment after the answer. */
export async function findRefusal(server: RunningServer, bodyDigest: string): Promise<WebhookRefusal> {
  const found = await eventually(
    async () => (await readRefusals(server, 'limit=100')).items.find((item) => item.bodyDigest === bodyDigest),
    (item) => item !== undefined,
  )
  if (found === undefined) throw new Error('The refusal is not listed.')
  return found
}
