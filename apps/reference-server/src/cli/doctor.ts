import { doctorReportSchema } from '@cloudgreet/core/contract'

import { askServer } from './ask-server.ts'
import { formatTable } from './format-table.ts'
import { readArguments } from './read-arguments.ts'
import { endWith, exitCodes, requireSettings } from './server-address.ts'

const usage = 'It takes nothing: npm run doctor'
if (readArguments(usage, {}).positionals.length > 0) endWith(exitCodes.badConfiguration, usage)

const report = doctorReportSchema.parse(await askServer(await requireSettings(), '/api/internal/diagnose'))
const webhooks = Object.entries(report.webhooks).map(([provider, traffic]) => ({ provider, ...traffic }))
for (const rows of [report.credentials, report.webhookSecrets, webhooks]) process.stdout.write(`${formatTable(rows)}\n`)
process.exitCode = report.healthy ? 0 : exitCodes.failed
