import { hash } from 'node:crypto'

/** SHA-256 of a body in hexadecimal; the last one is remembered, as the reader and the inbox both ask for it. */
export function createBodyDigest(): (body: Uint8Array) => string {
  let lastBody: Uint8Array | undefined
  let lastDigest = ''
  return (body) => {
    if (body !== lastBody) lastDigest = hash('sha256', body)
    lastBody = body
    return lastDigest
  }
}
