import { join } from 'node:path'

import { startOpenAiSimulator } from '@cloudgreet/core/simulator'
import { runSimulator } from '@cloudgreet/telephony/simulator'

import { writePrivateFile } from './config/data-secrets.ts'
import { simulatorFileName } from './sandbox/simulator-file.ts'

const folder = process.env['SIMULATOR_DATA_DIR']
if (folder === undefined) throw new Error('SIMULATOR_DATA_DIR is missing: the server starts this process.')

const { retellBaseUrl, telnyxBaseUrl, controlUrl } = await runSimulator(process.env)
const openAi = await startOpenAiSimulator({
  apiKey: process.env['SIMULATOR_OPENAI_API_KEY'] ?? '',
  ledgerFile: process.env['SIMULATOR_OPENAI_LEDGER_FILE'],
})
const serverUrl = process.env['SIMULATOR_SERVER_URL'] ?? ''
const entry = {
  pid: process.pid,
  serverUrl,
  retellBaseUrl,
  telnyxBaseUrl,
  openAiBaseUrl: openAi.baseUrl,
  controlUrl,
  openAiControlUrl: openAi.controlUrl,
}
await writePrivateFile(join(folder, simulatorFileName), `${JSON.stringify(entry)}\n`)
