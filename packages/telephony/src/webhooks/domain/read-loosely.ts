/** A signature of any usual encoding. */
export type LooseSignature = {
  readonly bytes: Uint8Array
  readonly encoding: 'hexadecimal' | 'upper-case hexadecimal' | 'base64' | 'unpadded base64' | 'base64url'
}

/** `sha256=`, `v1=` and `v1,` before a signature: how others write theirs. */
const foreignPrefix = /^(?:sha256=|v1[=,]|d=)/

/** @returns undefined when it is the signature of no usual encoding */
export function readSignatureLoosely(text: string): LooseSignature | undefined {
  const bare = text.trim().replace(foreignPrefix, '')
  if (/^(?:[0-9a-f]{2})+$/.test(bare)) return { bytes: fromHex(bare), encoding: 'hexadecimal' }
  if (/^(?:[0-9a-f]{2})+$/i.test(bare)) return { bytes: fromHex(bare), encoding: 'upper-case hexadecimal' }
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(bare)) return toBase64(bare, bare.length % 4 === 0 ? 'base64' : 'unpadded base64')
  return /^[\w-]+={0,2}$/.test(bare) ? toBase64(bare, 'base64url') : undefined
}

/** The digits of a timestamp and nothing else, in seconds or milliseconds. */
export function readTimeMs(timestamp: string | undefined): number | null {
  if (timestamp === undefined || !/^[1-9]\d*$/.test(timestamp)) return null
  if (timestamp.length === 10) return Number(timestamp) * 1_000
  return timestamp.length === 13 ? Number(timestamp) : null
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function toBase64(text: string, encoding: LooseSignature['encoding']): LooseSignature | undefined {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''))
    return { bytes: Uint8Array.from(binary, (unit) => unit.charCodeAt(0)), encoding }
  } catch {
    return undefined
  }
}
