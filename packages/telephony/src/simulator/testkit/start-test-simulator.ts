import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createTelnyxKeyPair } from '../../webhooks/adapters/node-crypto/telnyx-keys.ts'
import { startVendorSimulator, type VendorSimulator, type VendorSimulatorOptions } from '../start-vendor-simulator.ts'
import { SimulatorControl } from '../simulator-control.ts'

export interface TestSimulator {
  readonly simulator: VendorSimulator
  readonly control: SimulatorControl
  readonly ledgerFile: string
  readonly retellApiKey: string
  readonly telnyxApiKey: string
  readonly telnyxPublicKey: string
  /** Stops it and starts it again on the same ledger. */
  readonly restart: () => Promise<TestSimulator>
  readonly close: () => Promise<void>
}

export interface TestSimulatorOptions {
  readonly webhookUrl?: string
  readonly helpReply?: string
  readonly clock?: VendorSimulatorOptions['clock']
  readonly orderDelayMs?: number
  readonly pause?: VendorSimulatorOptions['pause']
}

/** A simulator with its ledger in a folder of its own. Pauses take no time unless the test gives its own. */
export async function startTestSimulator(options: TestSimulatorOptions = {}): Promise<TestSimulator> {
  const folder = await mkdtemp(join(tmpdir(), 'vendor-simulator-'))
  const keys = createTelnyxKeyPair()
  const start = async (): Promise<TestSimulator> => {
    const ledgerFile = join(folder, 'ledger.jsonl')
    const simulator = await startVendorSimulator({
      ledgerFile,
      retell: { apiKey: 'test-retell-key', webhookUrl: options.webhookUrl },
      telnyx: {
        apiKey: 'test-telnyx-key',
        privateKey: keys.privateKey,
        messagingWebhookUrl: options.webhookUrl,
        helpReply: options.helpReply,
        orderDelayMs: options.orderDelayMs,
      },
      clock: options.clock,
      pause: options.pause ?? (() => Promise.resolve()),
    })
    return {
      simulator,
      control: new SimulatorControl(simulator.controlUrl),
      ledgerFile,
      retellApiKey: 'test-retell-key',
      telnyxApiKey: 'test-telnyx-key',
      telnyxPublicKey: keys.publicKey,
      restart: async () => {
        await simulator.stop()
        return start()
      },
      close: async () => {
        await simulator.stop()
        await rm(folder, { recursive: true, force: true })
      },
    }
  }
  return start()
}
