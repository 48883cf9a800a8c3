import { describe, expect, it } from 'vitest'

import { formatCursor, parseCursor, toPage } from './page-cursor.ts'

const position = { at: new Date('2026-01-15T12:00:00.123Z'), id: '00000000-0000-7000-8000-00000000000a' }

describe('page cursors', () => {
  it('come back as they were', () => {
    expect(parseCursor(formatCursor(position))).toEqual(position)
    expect(parseCursor(undefined)).toBeUndefined()
  })

  it.each(['', '\u0000', 'nonsense', Buffer.from('2026-01-15 x').toString('base64url')])('refuse %j', (cursor) => {
    expect(() => parseCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor', status: 422 }))
  })

  it('lead on only when there is more', () => {
    expect(toPage([position, position], 1, ({ id }) => id)).toEqual({
      items: [position.id],
      nextCursor: formatCursor(position),
    })
    expect(toPage([position], 1, ({ id }) => id).nextCursor).toBeNull()
  })
})
