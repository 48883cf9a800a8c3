import type { VendorReply } from './operation.ts'

/** A page of Retell's `/v2/list-…`: `{items, has_more, pagination_key?}`. The key is the index of the next item. */
export function retellPage(items: readonly unknown[], query: URLSearchParams): VendorReply {
  const limit = Math.min(Math.max(Number(query.get('limit') ?? 50) || 50, 1), 1_000)
  const start = Number(query.get('pagination_key') ?? 0) || 0
  const page = items.slice(start, start + limit)
  const hasMore = start + limit < items.length
  return {
    status: 200,
    body: { items: page, has_more: hasMore, ...(hasMore ? { pagination_key: String(start + limit) } : {}) },
  }
}
