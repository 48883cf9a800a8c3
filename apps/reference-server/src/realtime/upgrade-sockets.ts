import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

import { type BusinessId, type EventOutbox, isId, type Logger } from '@cloudgreet/core'
import { WebSocketServer } from 'ws'

import type { RealtimeTickets } from '../data/realtime-tickets.ts'
import type { Authenticator } from '../http/authenticate.ts'
import { logProblem } from '../http/problem-response.ts'
import { notFound, RequestError } from '../http/request-error.ts'
import { toProblem } from '../http/to-problem.ts'
import { toTraceId } from '../http/trace-id.ts'
import { writeRawProblem } from '../http/write-raw-problem.ts'
import type { LiveSockets, SocketSeat } from './live-sockets.ts'

const path = /^\/api\/websocket\/dashboard\/([^/]+)$/
const maxMessageBytes = 65_536

export interface UpgradeOptions {
  readonly sockets: LiveSockets
  readonly authenticator: Authenticator
  readonly tickets: RealtimeTickets
  readonly outbox: Pick<EventOutbox, 'lastSeq'>
  readonly isOwnOrigin: (origin: string) => boolean
  readonly isDraining: () => boolean
  readonly logger: Logger
}

/** Turns a request into a socket, or refuses it by an HTTP status before the protocol changes. */
export function createUpgradeHandler(options: UpgradeOptions) {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false })

  return async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    // The client may leave while we look its ticket up.
    socket.on('error', () => {})
    const traceId = toTraceId(request.headers['traceparent'] as string | undefined)
    try {
      const { seat, after } = await admit(options, request)
      server.handleUpgrade(request, socket, head, (opened) => options.sockets.add(opened, seat, after))
    } catch (error) {
      const answer = toProblem(error, traceId)
      const { pathname } = toUrl(request)
      logProblem(options.logger, { answer, error, method: 'GET', path: pathname, traceId })
      writeRawProblem(socket, answer)
    }
  }
}

interface Admission {
  readonly seat: SocketSeat
  readonly after: number
}

/** @throws {RequestError} whatever is wrong, most general first */
async function admit(options: UpgradeOptions, request: IncomingMessage): Promise<Admission> {
  const url = toUrl(request)
  const id = path.exec(url.pathname)?.[1]
  if (id === undefined || !isId<'Business'>(id)) throw notFound('business')
  if (options.isDraining()) throw new RequestError(503, 'draining', 'The server is stopping.', { retryAfter: 1 })
  const { origin } = request.headers
  if (origin !== undefined && !options.isOwnOrigin(origin))
    throw new RequestError(403, 'origin_forbidden', 'Live connections are opened from our own pages only.')
  const after = parseAfter(url.searchParams.get('after'))
  const seat = await authorise(options, request, url.searchParams.get('ticket'))
  if (seat.businessId !== id) throw notFound('business')
  options.sockets.requireSeat(seat)
  return { seat, after: after ?? (await options.outbox.lastSeq(seat.businessId)) }
}

async function authorise(
  { authenticator, tickets }: UpgradeOptions,
  request: IncomingMessage,
  ticket: string | null,
): Promise<SocketSeat> {
  if (ticket !== null) {
    const holder = await tickets.redeem(ticket)
    if (holder === undefined)
      throw new RequestError(401, 'ticket_invalid', 'The ticket is used, too old, or not ours; ask for a new one.')
    return holder
  }
  const { business, tokenId, user } = await authenticator.authenticate(request.headers.authorization)
  if (user.role !== 'owner') throw new RequestError(403, 'forbidden_role', 'The live stream is for the owner.')
  if (business === null) throw notFound('business')
  return { businessId: business.id satisfies BusinessId, tokenId }
}

/** @throws {RequestError} 422 when it is no position */
function parseAfter(text: string | null): number | undefined {
  if (text === null || text === '') return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new RequestError(422, 'validation_failed', 'The position is not a number.', {
    fields: [{ field: 'after', message: 'Use the seq of the last event that you have.' }],
  })
}

function toUrl(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://localhost')
  } catch {
    return new URL('http://localhost/')
  }
}
