import { describe, expect, it } from 'vitest'

import { InvalidCursorError } from '../../errors/invalid-cursor-error.ts'
import { parsePageCursor, toPage, toPageCursor } from './page-cursor.ts'

const position = { at: new Date('2026-01-15T12:00:00.123Z'), id: '00000000-0000-7000-8000-00000000000a' }

describe('page cursors', () => {
  it('come back as they were', () => {
    expect(parsePageCursor(toPageCursor(position))).toEqual(position)
    expect(parsePageCursor(undefined)).toBeUndefined()
  })

  it.each(['', '\u0000', 'nonsense', Buffer.from('1768478400123.x').toString('base64url')])('refuse %j', (cursor) => {
    expect(() => parsePageCursor(cursor)).toThrow(InvalidCursorError)
  })

  it('lead on only when there is more', () => {
    expect(toPage([position, position], 1, ({ id }) => id)).toEqual({
      items: [position.id],
      nextCursor: toPageCursor(position),
    })
    expect(toPage([position], 1, ({ id }) => id).nextCursor).toBeNull()
  })
})
