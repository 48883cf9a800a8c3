import type { IncomingMessage } from 'node:http'

import { RequestError } from './request-error.ts'

/**
 * The body as received, read straight from the Node request: web streams cost three times as much.
 *
 * @throws {RequestError} 413 as soon as it is too long, 400 when the caller hangs up
 */
export function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes))
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBytes) return void chunks.push(chunk)
      incoming.pause()
      reject(tooLarge(maxBytes))
    })
    incoming.once('end', () =>
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    )
    // After every request comes a close: only one that cuts it short is worth an error, whose stack is costly.
    const refuseRest = (): void => {
      if (!incoming.readableEnded) reject(incomplete())
    }
    incoming.once('error', refuseRest)
    incoming.once('close', refuseRest)
  })
}

function incomplete(): RequestError {
  return new RequestError(400, 'body_incomplete', 'The body ended too early.')
}

/** The connection is closed: the rest of the body would be read as the next request. */
export function tooLarge(maxBytes: number): RequestError {
  return new RequestError(413, 'body_too_large', `The body is longer than ${maxBytes} bytes.`, {
    headers: { Connection: 'close' },
  })
}
