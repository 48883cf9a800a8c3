import type { IncomingMessage } from 'node:http'

/**
 * Where a request comes from.
 *
 * @param trustedProxies - how many proxies of ours stand in front; only what they wrote into
 *   `X-Forwarded-For` is believed
 */
export function toClientAddress(incoming: IncomingMessage, trustedProxies: number): string {
  const direct = incoming.socket.remoteAddress ?? 'unknown'
  if (trustedProxies === 0) return direct
  const forwarded = String(incoming.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
  return forwarded.at(-trustedProxies) ?? direct
}
