import { existsSync } from 'node:fs'

import { readConfiguration } from './config/secrets-file.ts'
import { createPinoLogger } from './log/pino-logger.ts'
import { runServer } from './run-server.ts'

const exitCodes = { failed: 1, badConfiguration: 2 } as const

if (existsSync('.env')) process.loadEnvFile('.env')

const reading = await readConfiguration(process.env)
if (reading.ok) await run()
else refuse(reading.problems)

function refuse(problems: readonly string[]): void {
  createPinoLogger('info').error('The configuration is not valid; see .env.example', {
    errorCode: 'configuration_invalid',
    errorMessage: problems.join('; '),
    errorDetails: problems,
  })
  process.exitCode = exitCodes.badConfiguration
}

async function run(): Promise<void> {
  if (!reading.ok) return
  const logger = createPinoLogger(reading.settings.CLOUDGREET_LOG_LEVEL)
  const fail = (message: string) => (error: unknown) => {
    logger.error(message, { error })
    process.exit(exitCodes.failed)
  }
  // Half alive is worse than dead: whoever supervises the process starts it again.
  process.on('uncaughtException', fail('Uncaught error: the server stops'))
  process.on('unhandledRejection', fail('Unhandled rejection: the server stops'))
  const starting = runServer(reading.settings, logger)
  // A signal during the start lets it end, so that nothing stays half done. A second one ends the process at once.
  const drain = () => starting.then((server) => server.drain())
  const stop = () => void drain().then(() => process.exit(0), fail('The server did not stop cleanly'))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  if (reading.settings.CLOUDGREET_SECRETS_FILE !== undefined)
    process.on('SIGHUP', () => void starting.then((server) => server.reloadSecrets()))
  await starting.catch(fail('The server could not start'))
}
