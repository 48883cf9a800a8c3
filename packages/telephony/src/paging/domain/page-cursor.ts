import { InvalidArgumentError, isId } from '@cloudgreet/core'

/** Place of a row in a list, newest first: its time, then its id. */
export type PagePosition = { readonly createdAt: Date; readonly id: string }

export type PageQuery = {
  /** `nextCursor` of the page before; absent for the newest page. */
  readonly cursor?: string | undefined
  /** Most items of the page, 1 to 100. */
  readonly limit: number
}

/** `nextCursor` is null on the last page. */
export type Page<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null }

const shape = /^(\d{1,15})\.([0-9a-f-]{36})$/

/** Opaque to those who carry it: base64url. */
export function toPageCursor({ createdAt, id }: PagePosition): string {
  return btoa(`${createdAt.getTime()}.${id}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** @throws {InvalidArgumentError} when the text was not made by {@link toPageCursor} */
export function parsePageCursor(cursor: string): PagePosition {
  const [, createdAtMs, id] = shape.exec(decode(cursor)) ?? []
  if (createdAtMs !== undefined && id !== undefined && isId(id)) return { createdAt: new Date(Number(createdAtMs)), id }
  throw new InvalidArgumentError('This cursor was not given out by a list; begin without one.', [
    { field: 'cursor', message: 'Use the nextCursor of the page before.' },
  ])
}

/**
 * The page of rows read one past the limit.
 *
 * @param rows - at most `limit + 1`, newest first
 */
export function toPage<Row extends PagePosition, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? toPageCursor(last) : null,
  }
}

function decode(cursor: string): string {
  try {
    return atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}
