import { setTimeout as sleep } from 'node:timers/promises'

import type { ReplayRequest } from '@cloudgreet/core/contract'
import { z } from 'zod'

import { askServer } from './ask-server.ts'
import { formatTable } from './format-table.ts'
import { readArguments } from './read-arguments.ts'
import { endWith, exitCodes, requireSettings } from './server-address.ts'

/** How often a replay that goes on by itself is asked for, in milliseconds. */
const pollIntervalMs = 1_000
const usage = `Say what: npm run replay -- <id> …, or a range:
  npm run replay -- --dead [--quarantined|--failed|--unrouted] [--provider retell] [--event-type call_ended]
    [--business <id>] [--from <time or id>] [--to <time or id>]
Both take --dry-run and --note "why".`

const path = '/api/internal/webhooks/replay'
const statuses = ['dead', 'failed', 'quarantined', 'unrouted'] as const
const { values, positionals } = readArguments(usage, {
  dead: { type: 'boolean' },
  failed: { type: 'boolean' },
  quarantined: { type: 'boolean' },
  unrouted: { type: 'boolean' },
  provider: { type: 'string' },
  'event-type': { type: 'string' },
  business: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  note: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
})
const request = toRequest()
const settings = await requireSettings()

const answerSchema = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  counts: z.record(z.string(), z.number()).optional(),
  byStatus: z.record(z.string(), z.number()).optional(),
  remaining: z.number().optional(),
})
type Answer = z.infer<typeof answerSchema>

let answer = await ask(path, request)
while (answer.status === 'running') {
  process.stdout.write(`${answer.remaining ?? 0} to go\n`)
  await sleep(pollIntervalMs)
  answer = await ask(`${path}s/${answer.id ?? ''}`)
}
print(answer)

function toRequest(): ReplayRequest {
  const { provider, business, note } = values
  const common = { businessId: business, note, dryRun: values['dry-run'] }
  if (positionals.length > 0) return { ids: positionals, ...common }
  const [status, ...others] = statuses.filter((name) => values[name])
  if (others.length > 0 || (status === undefined && values.from === undefined))
    return endWith(exitCodes.badConfiguration, usage)
  const { from = new Date(0).toISOString(), to = new Date().toISOString() } = values
  return { from, to, status, provider, eventType: values['event-type'], ...common }
}

async function ask(where: string, body?: ReplayRequest): Promise<Answer> {
  return answerSchema.parse(await askServer(settings, where, body))
}

/** Failures are for the operator to look into: the command ends with 1 when there are some. */
function print({ id, counts, byStatus }: Answer): void {
  const rows = Object.entries(counts ?? byStatus ?? {}).map(([result, count]) => ({ result, count }))
  process.stdout.write(formatTable(rows.filter(({ count }) => count > 0)))
  if (id !== undefined) process.stdout.write(`Replay ${id}\n`)
  if ((counts?.['failed'] ?? 0) > 0) process.exitCode = exitCodes.failed
}
