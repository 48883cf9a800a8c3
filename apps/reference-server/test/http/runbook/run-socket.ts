import { runInNewContext } from 'node:vm'

import { WebSocket } from 'ws'

import type { RunningServer } from '../../support/running-server.ts'
import { fill } from './run-curl.ts'

/** What the runbook's script wrote to the console first: `Connected`, a message, or an error. */
export function runSocket(
  server: RunningServer,
  script: string,
  options: { readonly businessId: string; readonly ticket?: string },
): Promise<string> {
  const query = options.ticket === undefined ? '' : `?ticket=${options.ticket}`
  const here = fill(script, { business_id: options.businessId })
    .replace('wss://app.cloudgreet.com', server.url.replace('http', 'ws'))
    .replace(`${options.businessId}'`, `${options.businessId}${query}'`)
  const opened: WebSocket[] = []
  class OpenedSocket extends WebSocket {
    constructor(url: string) {
      super(url)
      opened.push(this)
    }
  }
  return new Promise<string>((resolve) => {
    const write = (text: unknown) => resolve(String(text))
    runInNewContext(here, { WebSocket: OpenedSocket, console: { log: write, error: write } })
  }).finally(() => opened.forEach((socket) => socket.terminate()))
}
