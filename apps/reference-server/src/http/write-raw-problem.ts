import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

import type { ProblemAnswer } from './to-problem.ts'

/** Answers on a socket that has no response object, and closes it. */
export function writeRawProblem(socket: Duplex, { problem, headers }: ProblemAnswer): void {
  if (!socket.writable) return void socket.destroy()
  const body = JSON.stringify(problem)
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? 'Error'}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    ...Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== 'connection')
      .map(([name, value]) => `${name}: ${value}`),
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
