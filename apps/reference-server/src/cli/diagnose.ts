import { type Diagnosis, diagnosisSchema, type Finding } from '@cloudgreet/core/contract'

import { askServer } from './ask-server.ts'
import { readArguments } from './read-arguments.ts'
import { endWith, exitCodes, requireSettings } from './server-address.ts'

const usage = 'Say which business: npm run diagnose -- <businessId>'
const [businessId, ...others] = readArguments(usage, {}).positionals
if (businessId === undefined || others.length > 0) endWith(exitCodes.badConfiguration, usage)

const path = `/api/internal/diagnose?businessId=${encodeURIComponent(businessId)}`
const diagnosis = diagnosisSchema.parse(await askServer(await requireSettings(), path))
process.stdout.write(format(diagnosis))
process.exitCode = diagnosis.healthy ? 0 : exitCodes.failed

function format({ businessId: id, findings }: Diagnosis): string {
  return `Business ${id}\n${findings.map((finding, index) => formatFinding(finding, index + 1)).join('')}`
}

function formatFinding({ code, text, evidence, command }: Finding, position: number): string {
  const figures = Object.entries(evidence).map(([name, value]) => `${name}: ${value ?? '-'}`)
  return `\n${position}. ${code}: ${text}\n   ${figures.join(', ')}\n   Next: ${command}\n`
}
