import type { CallFilter } from '../contract-types.ts'
import type { CallOptions, Transport } from '../transport/transport.ts'

/** One page of a list. `nextCursor` is null on the last one. */
export type Page<Item> = {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

export type ListOptions = CallOptions & {
  /** Items a page, 1 to 100. Default: 25. */
  readonly limit?: number | undefined
  /** `nextCursor` of an earlier page: the list goes on after it. */
  readonly cursor?: string | undefined
}

export type AppointmentListOptions = ListOptions & {
  /** An instant in ISO 8601: only what ends later, the soonest first. */
  readonly from?: string | undefined
}

/** Each field given narrows the choice. */
export type CallListOptions = ListOptions &
  Omit<CallFilter, 'connected'> & {
    /** `false`: only calls that ended without ever having connected; `true`: all others. */
    readonly connected?: boolean | undefined
  }

/**
 * A list on the server, newest first unless its options say otherwise. Nothing is fetched until it is read.
 *
 * @example
 * ```ts
 * for await (const call of client.calls.list()) console.log(call.startedAt)
 * ```
 */
export interface PagedList<Item> extends AsyncIterable<Item> {
  /** The first page, or the one after `cursor`. */
  page(): Promise<Page<Item>>
  /** Page by page to the end. */
  pages(): AsyncIterable<Page<Item>>
  /** The first `limit` items at most. */
  toArray(limit: number): Promise<readonly Item[]>
}

export function createPagedList<Item>(
  transport: Transport,
  path: string,
  options: AppointmentListOptions & CallListOptions = {},
): PagedList<Item> {
  const { limit, cursor: firstCursor, from, to, outcome, direction, connected, ...callOptions } = options
  const filter = { from, to, outcome, direction, connected }

  async function fetchPage(cursor: string | undefined): Promise<Page<Item>> {
    const { body } = await transport.send({ ...callOptions, method: 'get', path, query: { limit, cursor, ...filter } })
    return body as Page<Item>
  }

  async function* pages(): AsyncGenerator<Page<Item>> {
    let cursor: string | null | undefined = firstCursor
    while (cursor !== null) {
      const page: Page<Item> = await fetchPage(cursor)
      yield page
      cursor = page.nextCursor
    }
  }

  async function* items(): AsyncGenerator<Item> {
    for await (const page of pages()) yield* page.items
  }

  return {
    page: () => fetchPage(firstCursor),
    pages,
    async toArray(longest) {
      const taken: Item[] = []
      if (longest <= 0) return taken
      for await (const item of items()) {
        taken.push(item)
        if (taken.length >= longest) break
      }
      return taken
    },
    [Symbol.asyncIterator]: items,
  }
}
