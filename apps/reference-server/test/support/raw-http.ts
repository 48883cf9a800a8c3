import { connect } from 'node:net'

import type { RunningServer } from './running-server.ts'

export interface RawAnswer {
  /** Everything that came back, byte for byte. */
  readonly text: string
  /** One for each answer that came back. */
  readonly statuses: readonly number[]
}

/** Longest wait for the server to close, in milliseconds. */
const closeTimeoutMs = 8_000

/**
 * Sends bytes as they are and reads until the server closes the connection.
 *
 * @throws when it does not close
 */
export function sendRaw(server: RunningServer, ...parts: readonly string[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const read = () => Buffer.concat(chunks).toString('latin1')
    const socket = connect(Number(port), hostname, () => {
      for (const part of parts) socket.write(part)
    })
    const timer = setTimeout(() => {
      socket.destroy()
      reject(new Error(`The connection stayed open after: ${read().slice(0, 500)}`))
    }, closeTimeoutMs)
    socket.on('data', (chunk) => chunks.push(chunk))
    // What we still send when the server has closed is refused; what it said before counts.
    socket.on('error', () => {})
    socket.once('close', () => {
      clearTimeout(timer)
      const text = read()
      resolve({ text, statuses: [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status)) })
    })
  })
}
