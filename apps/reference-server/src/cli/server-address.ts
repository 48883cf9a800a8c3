import { readDataSecrets, type DataSecrets } from '../config/data-secrets.ts'
import type { Settings } from '../config/read-settings.ts'
import { readConfiguration } from '../config/secrets-file.ts'
import { readSimulatorFile } from '../sandbox/simulator-file.ts'

export const exitCodes = { failed: 1, badConfiguration: 2 } as const

/** Ends the program with a sentence on stderr. */
export function endWith(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(code)
}

/** The environment's settings; ends the program with exit code 2 when they are not valid. */
export async function requireSettings(): Promise<Settings> {
  const reading = await readConfiguration(process.env)
  return reading.ok ? reading.settings : endWith(exitCodes.badConfiguration, reading.problems.join('\n'))
}

/** The data folder's secrets; ends the program when the folder has none. */
export async function requireSecrets({ dataFolder }: Settings): Promise<DataSecrets> {
  const secrets = await readDataSecrets(dataFolder)
  return (
    secrets ??
    endWith(
      exitCodes.badConfiguration,
      `${dataFolder} has no secrets.json: start the server once, or set CLOUDGREET_DATA_DIR.`,
    )
  )
}

/** Where the running server of this folder answers. */
export async function findServerUrl({ dataFolder, HOST, PORT }: Settings): Promise<string> {
  return (await readSimulatorFile(dataFolder))?.serverUrl ?? `http://${HOST}:${PORT}`
}
