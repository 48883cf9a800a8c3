import { appendFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { z } from 'zod'

import { systemClock } from '../../kernel/adapters/system/system-clock.ts'
import { uuidSource } from '../../kernel/adapters/system/uuid-source.ts'
import type { Clock } from '../../kernel/ports/clock.ts'
import type { IdSource } from '../../kernel/ports/id-source.ts'
import { type OpenAiFault, openAiFaults, type OpenAiReply, refusal, toOpenAiReply } from './openai-reply.ts'

export interface OpenAiSimulatorOptions {
  readonly apiKey: string
  /** Default: 0, a free one. */
  readonly port?: number | undefined
  /** Default: `127.0.0.1`. The control API has no password: keep it on loopback. */
  readonly host?: string | undefined
  /** JSON lines, one for each call, appended. Default: kept in memory only. */
  readonly ledgerFile?: string | undefined
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined
  /** Default: UUIDs of version 7. */
  readonly ids?: IdSource | undefined
}

/** One call that the simulated OpenAI was sent with its key. */
export interface OpenAiCall {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly vendor: 'openai'
  readonly effect: 'completion_requested'
  readonly id: string
  readonly detail: { readonly fault: OpenAiFault | null; readonly request: unknown }
}

export interface OpenAiSimulator {
  /** For the adapter; with `/v1`. */
  readonly baseUrl: string
  /** `GET /health`, `GET /ledger`, `GET /faults`, `POST /faults {kind, times}`, `DELETE /faults`. */
  readonly controlUrl: string
  /** The next `times` calls (default: 1) meet the fault. */
  fail(kind: OpenAiFault, times?: number): void
  /** Every call so far, the oldest first. */
  calls(): readonly OpenAiCall[]
  stop(): Promise<void>
}

/** Starts OpenAI's chat completions as an HTTP server. The same prompt always gets the same claims. */
export async function startOpenAiSimulator(options: OpenAiSimulatorOptions): Promise<OpenAiSimulator> {
  const stage = new Stage(options)
  const server = createServer((request, response) => void serve(stage, request, response))
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    baseUrl: `${url}/v1`,
    controlUrl: `${url}/control`,
    fail: (kind, times = 1) => stage.fail({ kind, times }),
    calls: () => stage.calls,
    stop: () => close(server),
  }
}

class Stage {
  readonly calls: OpenAiCall[] = []
  readonly #options: OpenAiSimulatorOptions
  readonly #clock: Clock
  readonly #ids: IdSource
  #faults: readonly OpenAiFault[] = []

  constructor(options: OpenAiSimulatorOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#ids = options.ids ?? uuidSource
  }

  fail({ kind, times }: { readonly kind: OpenAiFault; readonly times: number }): void {
    this.#faults = [...this.#faults, ...Array.from({ length: times }, () => kind)]
  }

  /** Kinds that are still to strike, the next one first. */
  get faults(): readonly OpenAiFault[] {
    return this.#faults
  }

  forgetFaults(): void {
    this.#faults = []
  }

  /** Undefined: no answer ever comes. */
  complete(authorization: string | undefined, request: unknown): OpenAiReply | undefined {
    if (authorization !== `Bearer ${this.#options.apiKey}`)
      return refusal(401, 'invalid_api_key', 'Incorrect API key provided.')
    const [fault, ...later] = this.#faults
    this.#faults = later
    const [id, now] = [`chatcmpl-${this.#ids.next()}`, this.#clock.now()]
    this.#record({
      at: now.toISOString(),
      vendor: 'openai',
      effect: 'completion_requested',
      id,
      detail: { fault: fault ?? null, request },
    })
    return fault === 'hang' ? undefined : toOpenAiReply(request, { fault, id, now })
  }

  #record(call: OpenAiCall): void {
    const { ledgerFile } = this.#options
    if (ledgerFile !== undefined) appendFileSync(ledgerFile, `${JSON.stringify(call)}\n`, { mode: 0o600 })
    this.calls.push(call)
  }
}

const faultSchema = z.object({
  kind: z.enum(openAiFaults),
  times: z.number().int().positive().max(10_000).default(1),
})

async function serve(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await readJson(request)
    const reply = answer(stage, request, body)
    if (reply !== undefined) write(response, reply)
  } catch (error) {
    const isTheirs = error instanceof SyntaxError || error instanceof z.ZodError
    write(response, refusal(isTheirs ? 400 : 500, isTheirs ? 'invalid_request_error' : 'server_error', 'Not readable.'))
  }
}

function answer(stage: Stage, { method, url, headers }: IncomingMessage, body: unknown): OpenAiReply | undefined {
  // A page in the developer's browser must not reach the simulator; browsers send one of these with it.
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    return { status: 403, body: { code: 'browser_refused' } }
  switch (`${method} ${url}`) {
    case 'POST /v1/chat/completions':
      return stage.complete(headers.authorization, body)
    case 'GET /control/health':
      return { status: 200, body: { status: 'ok' } }
    case 'GET /control/ledger':
      return { status: 200, body: { entries: stage.calls } }
    case 'GET /control/faults':
      return { status: 200, body: { faults: stage.faults, kinds: openAiFaults } }
    case 'POST /control/faults':
      return addFault(stage, body)
    case 'DELETE /control/faults':
      stage.forgetFaults()
      return { status: 200, body: {} }
    default:
      return refusal(404, 'invalid_request_error', `Invalid URL (${method})`)
  }
}

function addFault(stage: Stage, body: unknown): OpenAiReply {
  const fault = faultSchema.safeParse(body)
  if (!fault.success) {
    const message = `Ask for a kind (${openAiFaults.join(', ')}) and how many times.`
    return { status: 422, body: { code: 'fault_kind_unknown', message, kinds: openAiFaults } }
  }
  stage.fail(fault.data)
  return { status: 201, body: {} }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString('utf8')
  return text === '' ? {} : JSON.parse(text)
}

function write(response: ServerResponse, { status, body, headers = {} }: OpenAiReply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
