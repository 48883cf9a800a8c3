export type SentRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  readonly body: unknown
}

export type Reply = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A `fetch` that answers from a list, in order, and keeps what it was asked. A function in the list may throw. */
export function createRecordingFetch(replies: readonly (Reply | (() => Reply))[]) {
  const sent: SentRequest[] = []
  const fetch = async (input: Parameters<typeof globalThis.fetch>[0]): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(input)
    request.signal.throwIfAborted()
    const text = await request.clone().text()
    const address = new URL(request.url)
    sent.push({
      method: request.method,
      path: address.pathname + address.search,
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    })
    const next = replies[sent.length - 1]
    if (next === undefined) throw new Error(`No reply for request ${sent.length}.`)
    const { status = 200, headers = {}, body = {} } = typeof next === 'function' ? next() : next
    return Response.json(body, { status, headers })
  }
  return { fetch, sent }
}

/** A refusal as the server writes it. */
export function problem(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const body = { type: 'about:blank', title: code, status, detail: `This is ${code}.`, code, traceId: 'trace-1' }
  return { status, body, headers: { 'content-type': 'application/problem+json', ...headers } }
}
