import { doctorReportSchema } from '@cloudgreet/core/contract'

import { askServer } from './ask-server.ts'
import { formatTable } from './format-table.ts'
import { exitCodes, requireSettings } from './server-address.ts'

const report = doctorReportSchema.parse(await askServer(await requireSettings(), '/api/internal/diagnose'))
const webhooks = Object.entries(report.webhooks).map(([provider, traffic]) => ({ provider, ...traffic }))
for (const rows of [report.credentials, report.webhookSecrets, webhooks]) process.stdout.write(`${formatTable(rows)}\n`)
process.exitCode = report.healthy ? 0 : exitCodes.failed
