import { isId } from '@cloudgreet/core'

import { RequestError } from './request-error.ts'

/** The last row of a page: the next one begins after it, in descending order of both. */
export interface PagePosition {
  readonly at: Date
  readonly id: string
}

/** Opaque text for `nextCursor`. */
export function formatCursor({ at, id }: PagePosition): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')
}

/** @throws {RequestError} 422 `invalid_cursor` */
export function parseCursor(cursor: string | undefined): PagePosition | undefined {
  if (cursor === undefined) return undefined
  const [instant = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const at = new Date(instant)
  if (Number.isNaN(at.getTime()) || !isId(id))
    throw new RequestError(422, 'invalid_cursor', 'The cursor is not one that this list gave.')
  return { at, id }
}

/** One page out of `limit + 1` rows. */
export function toPage<Row extends PagePosition, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last !== undefined ? formatCursor(last) : null,
  }
}
