import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

import { getRequestListener, type HttpBindings } from '@hono/node-server'

import { RequestError } from './request-error.ts'
import { toProblem } from './to-problem.ts'
import { toTraceId } from './trace-id.ts'
import { writeRawProblem } from './write-raw-problem.ts'

const headersTimeoutMs = 10_000
const requestTimeoutMs = 15_000
/** How often slow requests are looked for. */
const checkIntervalMs = 1_000
/** Open connections; further ones wait in the kernel's queue. */
const maxConnections = 10_000

export type FetchHandler = (request: Request, bindings: HttpBindings) => Response | Promise<Response>
/** Answers a request if it is one of its own; false leaves it to the {@link FetchHandler}. */
export type DirectListener = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export interface HttpHandlers {
  /** Asked first. */
  readonly direct: DirectListener
  readonly handle: FetchHandler
}

/** The HTTP server. What it cannot even parse is answered as a problem, too. */
export function createHttpServer({ direct, handle }: HttpHandlers): Server {
  const listener = getRequestListener((request, bindings) => handle(request, bindings as HttpBindings), {
    hostname: 'localhost',
    errorHandler: () => new Response(JSON.stringify(badRequest().problem), { status: 400, headers: problemHeaders }),
  })
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: checkIntervalMs,
      keepAliveTimeout: 5_000,
      requireHostHeader: true,
    },
    (incoming, outgoing) => {
      if (direct(incoming, outgoing)) return
      if (methods.has(incoming.method ?? '')) return void listener(incoming, outgoing)
      const { problem } = toProblem(
        new RequestError(405, 'method_not_allowed', 'This method is not served.'),
        toTraceId(undefined),
      )
      outgoing
        .writeHead(405, { ...problemHeaders, Allow: [...methods].join(', '), Connection: 'close' })
        .end(JSON.stringify(problem))
    },
  )
  server.maxConnections = maxConnections
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET') return void socket.destroy()
    writeRawProblem(socket, toProblem(toFramingError(error.code), toTraceId(undefined)))
  })
  return server
}

const problemHeaders = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }

function badRequest() {
  return toProblem(new RequestError(400, 'malformed_request', 'The request is not well formed.'), toTraceId(undefined))
}

function toFramingError(code: string | undefined): RequestError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new RequestError(408, 'request_timeout', 'The request took too long to arrive.')
  if (code === 'HPE_HEADER_OVERFLOW') return new RequestError(431, 'headers_too_large', 'The headers are too long.')
  return new RequestError(400, 'malformed_request', 'The request is not well formed.')
}
