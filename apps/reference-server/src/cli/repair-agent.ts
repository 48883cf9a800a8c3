import { z } from 'zod'

import { askServer } from './ask-server.ts'
import { readArguments } from './read-arguments.ts'
import { endWith, exitCodes, requireSettings } from './server-address.ts'

const usage = 'Say whose agent: npm run repair-agent -- <businessId>'
const [businessId, ...others] = readArguments(usage, {}).positionals
if (businessId === undefined || others.length > 0) endWith(exitCodes.badConfiguration, usage)

const path = `/api/internal/agents/${encodeURIComponent(businessId)}/repair`
const { repaired, agent } = z
  .object({
    repaired: z.array(z.string()),
    agent: z.object({ state: z.string(), drift: z.array(z.object({ field: z.string() })) }),
  })
  .parse(await askServer(await requireSettings(), path, {}))
process.stdout.write(`Repaired: ${repaired.length === 0 ? 'nothing was to do' : repaired.join(', ')}\n`)
process.stdout.write(`The agent is ${agent.state}.\n`)
if (agent.drift.length > 0)
  endWith(exitCodes.failed, `Left to do by hand: ${agent.drift.map(({ field }) => field).join(', ')}`)
