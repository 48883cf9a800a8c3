import { z } from 'zod'

import { endWith, exitCodes, findServerUrl, requireSecrets, requireSettings } from './server-address.ts'

const [businessId] = process.argv.slice(2)
if (businessId === undefined)
  endWith(exitCodes.badConfiguration, 'Say whose agent: npm run repair-agent -- <businessId>')

const settings = await requireSettings()
const token = settings.INTERNAL_API_TOKEN?.[0] ?? (await requireSecrets(settings)).internalToken
const url = await findServerUrl(settings)
const answer = await fetch(`${url}/api/internal/agents/${encodeURIComponent(businessId)}/repair`, {
  method: 'POST',
  headers: { 'x-internal-token': token },
}).catch(() => endWith(exitCodes.failed, `No server answers at ${url}: run npm start first.`))
const body: unknown = await answer.json()
if (!answer.ok) {
  const problem = z.object({ code: z.string(), detail: z.string() })
  const { code, detail } = problem
    .catch({ code: 'failed', detail: `The server answered ${answer.status}.` })
    .parse(body)
  endWith(exitCodes.failed, `${code}: ${detail}`)
}
const { repaired, agent } = z
  .object({
    repaired: z.array(z.string()),
    agent: z.object({ state: z.string(), drift: z.array(z.object({ field: z.string() })) }),
  })
  .parse(body)
process.stdout.write(`Repaired: ${repaired.length === 0 ? 'nothing was to do' : repaired.join(', ')}\n`)
process.stdout.write(`The agent is ${agent.state}.\n`)
if (agent.drift.length > 0)
  endWith(exitCodes.failed, `Left to do by hand: ${agent.drift.map(({ field }) => field).join(', ')}`)
