import type {
  Appointment,
  BookAppointmentRequest,
  Business,
  Call,
  CallDetail,
  CallerMessage,
  ChangeAppointmentRequest,
  CallFilter,
  CallSummary,
  Dashboard,
  InsightRefresh,
  Insights,
  Message,
  MessagePreview,
  MessageThread,
  MessageThreadPage,
  RegistrationProgress,
  SendMessageRequest,
  Ticket,
} from './contract-types.ts'
import { createAuthResource, type AuthResource } from './resources/auth.ts'
import {
  type AppointmentListOptions,
  type CallListOptions,
  createPagedList,
  type ListOptions,
  type PagedList,
} from './resources/paged-list.ts'
import { createMemoryStorage, type CredentialStorage } from './session/credential-storage.ts'
import type { ClientClock } from './transport/clock-skew.ts'
import { createTransport, type CallOptions, type ClientKind, type Transport } from './transport/transport.ts'

export type ClientSettings = {
  /** Where the server is: `https://app.example.com`. */
  readonly baseUrl: string
  /** Default: kept in memory. */
  readonly storage?: CredentialStorage | undefined
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Default: the machine's. */
  readonly clock?: ClientClock | undefined
  /** Default: `browser` where there is a document, else `token`. */
  readonly clientKind?: ClientKind | undefined
  /** 0 to 1, for the jitter of retries. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
}

/** What an owner changes of the business; what is missing stays as it is. */
export type BusinessChange = Readonly<Record<string, unknown>> & {
  readonly [Field in keyof Business]?: Business[Field] | undefined
}

/** The time that calls began in: `from` inclusive, `to` exclusive, instants in ISO 8601. */
export type CallPeriod = Pick<CallFilter, 'from' | 'to'>

/** The CloudGreet API. Every method throws {@link CloudGreetApiError}. */
export interface CloudGreetClient {
  readonly baseUrl: string
  readonly auth: AuthResource
  readonly dashboard: { get(options?: CallOptions): Promise<Dashboard> }
  readonly calls: {
    list(options?: CallListOptions): PagedList<Call>
    /** @throws {CloudGreetApiError} `not_found` also for a call of another business */
    get(id: string, options?: CallOptions): Promise<CallDetail>
    /** Outcomes and success rate of the calls of a period; of all calls without one. */
    summary(period?: CallPeriod, options?: CallOptions): Promise<CallSummary>
  }
  readonly messages: {
    list(options?: ListOptions): PagedList<Message>
    /** A reply by hand. It reaches a person: the same Idempotency-Key sends once. */
    send(message: SendMessageRequest, options?: CallOptions): Promise<Message>
    /** Encoding and segments of a text, without sending it. */
    preview(text: string, options?: CallOptions): Promise<MessagePreview>
    /** One for each person, with what the person wishes; the liveliest first. */
    threads(options?: ListOptions): PagedList<MessageThread>
    /** A page of the texts with one number, and what that person wishes. */
    thread(number: string, options?: ListOptions): Promise<MessageThreadPage>
  }
  readonly appointments: {
    list(options?: AppointmentListOptions): PagedList<Appointment>
    /** @throws {CloudGreetApiError} `slot_taken`, `outside_hours`, …; the message names open times */
    book(appointment: BookAppointmentRequest, options?: CallOptions): Promise<Appointment>
    /** Moves it or cancels it. @throws {CloudGreetApiError} as {@link book} */
    change(id: string, change: ChangeAppointmentRequest, options?: CallOptions): Promise<Appointment>
  }
  /** What callers asked the agent to pass on. */
  readonly callerMessages: { list(options?: ListOptions): PagedList<CallerMessage> }
  readonly business: {
    get(options?: CallOptions): Promise<Business>
    update(change: BusinessChange, options?: CallOptions): Promise<Business>
  }
  readonly insights: {
    get(options?: CallOptions): Promise<Insights>
    /** Has a new result made in the background, unless one is being made. */
    refresh(options?: CallOptions): Promise<InsightRefresh>
  }
  readonly registrations: {
    /** @throws {CloudGreetApiError} `not_found` also for a token that is not this registration's */
    status(registrationId: string, registrationToken: string, options?: CallOptions): Promise<RegistrationProgress>
  }
  readonly realtime: {
    /** One use, at most 60 s: it stands in the socket's address instead of the access token. */
    ticket(options?: CallOptions): Promise<Ticket>
  }
  /** Milliseconds that the server's clock is ahead of this machine's; undefined before the first answer. */
  clockSkewMs(): number | undefined
}

/**
 * A client of one CloudGreet server, for one person.
 *
 * @example
 * ```ts
 * const client = createCloudGreetClient({ baseUrl: 'http://127.0.0.1:3000' })
 * await client.auth.login({ email: 'ana@example.com', password })
 * const { stats } = await client.dashboard.get()
 * ```
 */
export function createCloudGreetClient(settings: ClientSettings): CloudGreetClient {
  const storage = settings.storage ?? createMemoryStorage()
  const transport = createTransport({
    baseUrl: settings.baseUrl,
    storage,
    fetch: settings.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock: settings.clock ?? { now: () => new Date() },
    clientKind: settings.clientKind ?? ('document' in globalThis ? 'browser' : 'token'),
    random: settings.random ?? Math.random,
  })
  return {
    baseUrl: settings.baseUrl,
    auth: createAuthResource(transport, storage),
    ...createReadResources(transport),
    ...createConversationResources(transport),
    ...createAppointmentResources(transport),
    clockSkewMs: () => transport.skewMs(),
  }
}

type ReadResources = Pick<CloudGreetClient, 'dashboard' | 'business' | 'insights' | 'registrations' | 'realtime'>

function createReadResources(transport: Transport): ReadResources {
  return {
    dashboard: { get: (options) => read(transport, 'api/dashboard/data', options) },
    business: {
      get: (options) => read(transport, 'api/business', options),
      update: async (change, options) => {
        const answer = await transport.send({ ...options, method: 'patch', path: 'api/business', body: change })
        return answer.body as Business
      },
    },
    insights: {
      get: (options) => read(transport, 'api/analytics/ai-insights', options),
      refresh: async (options) => {
        const path = 'api/analytics/ai-insights/refresh'
        const answer = await transport.send({ ...options, method: 'post', path, body: {}, isKeyed: true })
        return answer.body as InsightRefresh
      },
    },
    registrations: {
      status: (registrationId, registrationToken, options) =>
        read(transport, `api/registrations/${encodeURIComponent(registrationId)}`, {
          ...options,
          bearer: registrationToken,
        }),
    },
    realtime: {
      ticket: async (options) => {
        const answer = await transport.send({ ...options, method: 'post', path: 'api/realtime/ticket', body: {} })
        return answer.body as Ticket
      },
    },
  }
}

function createConversationResources(transport: Transport): Pick<CloudGreetClient, 'calls' | 'messages'> {
  return {
    calls: {
      list: (options) => createPagedList(transport, 'api/calls', options),
      get: (id, options) => read(transport, `api/calls/${encodeURIComponent(id)}`, options),
      summary: async ({ from, to } = {}, options) => {
        const answer = await transport.send({
          ...options,
          method: 'get',
          path: 'api/calls/summary',
          query: { from, to },
        })
        return answer.body as CallSummary
      },
    },
    messages: {
      list: (options) => createPagedList(transport, 'api/messages', options),
      send: async (message, options) => {
        const path = 'api/messages'
        const answer = await transport.send({ ...options, method: 'post', path, body: message, isKeyed: true })
        return answer.body as Message
      },
      preview: async (text, options) => {
        const path = 'api/messages/preview'
        const answer = await transport.send({ ...options, method: 'post', path, body: { text } })
        return answer.body as MessagePreview
      },
      threads: (options) => createPagedList(transport, 'api/messages/threads', options),
      thread: async (number, { limit, cursor, ...options } = {}) => {
        const path = `api/messages/threads/${encodeURIComponent(number)}`
        const { body } = await transport.send({ ...options, method: 'get', path, query: { limit, cursor } })
        return body as MessageThreadPage
      },
    },
  }
}

function createAppointmentResources(transport: Transport): Pick<CloudGreetClient, 'appointments' | 'callerMessages'> {
  return {
    appointments: {
      list: (options) => createPagedList(transport, 'api/appointments', options),
      book: async (appointment, options) => {
        const path = 'api/appointments'
        const answer = await transport.send({ ...options, method: 'post', path, body: appointment, isKeyed: true })
        return answer.body as Appointment
      },
      change: async (id, change, options) => {
        const path = `api/appointments/${encodeURIComponent(id)}`
        const answer = await transport.send({ ...options, method: 'patch', path, body: change })
        return answer.body as Appointment
      },
    },
    callerMessages: { list: (options) => createPagedList(transport, 'api/caller-messages', options) },
  }
}

async function read<Answer>(
  transport: Transport,
  path: string,
  options?: CallOptions & { readonly bearer?: string },
): Promise<Answer> {
  const { body } = await transport.send({ ...options, method: 'get', path })
  return body as Answer
}
