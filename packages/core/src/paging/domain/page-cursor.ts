import { InvalidCursorError } from '../../errors/invalid-cursor-error.ts'
import { isId } from '../../kernel/domain/ids.ts'

/** Place of a row in a list, newest first: its time, then its id. */
export type PagePosition = { readonly at: Date; readonly id: string }

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
export function toPageCursor({ at, id }: PagePosition): string {
  return btoa(`${at.getTime()}.${id}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/**
 * Undefined for the newest page, which has no cursor.
 *
 * @throws {InvalidCursorError} when the text was not made by {@link toPageCursor}
 */
export function parsePageCursor(cursor: string | undefined): PagePosition | undefined {
  if (cursor === undefined) return undefined
  const [, atMs, id] = shape.exec(decode(cursor)) ?? []
  if (atMs !== undefined && id !== undefined && isId(id)) return { at: new Date(Number(atMs)), id }
  throw new InvalidCursorError()
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
): { items: Item[]; nextCursor: string | null } {
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
