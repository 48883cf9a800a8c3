import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { RunningServer } from './running-server.ts'

/** One thing that the simulators did for us: a line of their ledger on disk. */
export interface Effect {
  readonly at: string
  readonly vendor: string
  readonly effect: string
  readonly id: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Reads the simulators' own ledger, which no crash of the server touches. */
export function effectsOf(server: RunningServer): Effect[] {
  return readFileSync(join(server.dataFolder, 'simulator-ledger.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Effect)
}

/** Each text that the simulated Telnyx took from us. */
export function textsSent(server: RunningServer): { readonly from: string; readonly to: string }[] {
  return effectsOf(server)
    .filter(({ effect }) => effect === 'message_sent')
    .map(({ detail }) => {
      const { from, to } = detail as { from: { phone_number: string }; to: [{ phone_number: string }] }
      return { from: from.phone_number, to: to[0].phone_number }
    })
}

/** How many texts this person was sent. */
export function countTextsTo(server: RunningServer, to: string): number {
  return textsSent(server).filter((text) => text.to === to).length
}
