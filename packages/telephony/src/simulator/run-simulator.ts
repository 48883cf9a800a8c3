import { startVendorSimulator, type VendorSimulator, type VendorSimulatorOptions } from './start-vendor-simulator.ts'

/** Environment variables of {@link runSimulator}; the ones without `?` are required. */
export interface SimulatorEnvironment {
  readonly SIMULATOR_PORT?: string
  readonly SIMULATOR_HOST?: string
  readonly SIMULATOR_LEDGER_FILE: string
  readonly SIMULATOR_RETELL_API_KEY: string
  readonly SIMULATOR_RETELL_WEBHOOK_SECRET?: string
  readonly SIMULATOR_RETELL_WEBHOOK_URL?: string
  readonly SIMULATOR_RETELL_INBOUND_URL?: string
  readonly SIMULATOR_RETELL_FUNCTIONS_URL?: string
  readonly SIMULATOR_TELNYX_API_KEY: string
  readonly SIMULATOR_TELNYX_PRIVATE_KEY: string
  readonly SIMULATOR_TELNYX_MESSAGING_WEBHOOK_URL?: string
  readonly SIMULATOR_TELNYX_HELP_REPLY?: string
}

/**
 * The simulator as a process of its own: starts it from the environment, prints
 * `{"listening":{"port":…}}` on one line when it is ready, and stops on SIGTERM or SIGINT.
 *
 * @throws {Error} naming the variables that are missing
 */
export async function runSimulator(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<VendorSimulator> {
  const simulator = await startVendorSimulator(toOptions(environment))
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void simulator.stop().then(() => process.exit(0)))
  process.stdout.write(`${JSON.stringify({ listening: { port: simulator.port } })}\n`)
  return simulator
}

function toOptions(environment: Readonly<Record<string, string | undefined>>): VendorSimulatorOptions {
  const required = [
    'SIMULATOR_LEDGER_FILE',
    'SIMULATOR_RETELL_API_KEY',
    'SIMULATOR_TELNYX_API_KEY',
    'SIMULATOR_TELNYX_PRIVATE_KEY',
  ] as const satisfies readonly (keyof SimulatorEnvironment)[]
  const missing = required.filter((name) => (environment[name] ?? '') === '')
  if (missing.length > 0) throw new Error(`The simulator needs ${missing.join(', ')}.`)
  return {
    port: Number(environment['SIMULATOR_PORT'] ?? 0),
    host: environment['SIMULATOR_HOST'],
    ledgerFile: environment['SIMULATOR_LEDGER_FILE'] ?? '',
    retell: {
      apiKey: environment['SIMULATOR_RETELL_API_KEY'] ?? '',
      webhookSecret: environment['SIMULATOR_RETELL_WEBHOOK_SECRET'],
      webhookUrl: environment['SIMULATOR_RETELL_WEBHOOK_URL'],
      inboundUrl: environment['SIMULATOR_RETELL_INBOUND_URL'],
      functionsUrl: environment['SIMULATOR_RETELL_FUNCTIONS_URL'],
    },
    telnyx: {
      apiKey: environment['SIMULATOR_TELNYX_API_KEY'] ?? '',
      privateKey: environment['SIMULATOR_TELNYX_PRIVATE_KEY'] ?? '',
      messagingWebhookUrl: environment['SIMULATOR_TELNYX_MESSAGING_WEBHOOK_URL'],
      helpReply: environment['SIMULATOR_TELNYX_HELP_REPLY'],
    },
  }
}
