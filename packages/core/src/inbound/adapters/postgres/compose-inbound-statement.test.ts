import { describe, expect, it } from 'vitest'

import { composeInboundStatement } from './compose-inbound-statement.ts'
import type { TransitionFragment } from './statement-fragment.ts'

function transition(sql: string, parameters: Record<string, string> = {}): TransitionFragment {
  return { parameters, members: [{ name: 'transition', sql }] }
}

describe('composeInboundStatement', () => {
  it('numbers parameters by name, and leaves casts, quoted text and comments alone', () => {
    const { apply } = composeInboundStatement('toy', {
      transition: transition(
        `SELECT business_id, :thing_a::text, ':no' || to_char(received_at, 'HH24:MI'), ":b", :thing_a -- :not_one
        FROM inbox`,
        { thing_a: 'uuid' },
      ),
    })
    const thing = apply.parameterNames.indexOf('thing_a') + 1
    expect(apply.text).toContain(
      `$${thing}::uuid::text, ':no' || to_char(received_at, 'HH24:MI'), ":b", $${thing}::uuid -- :not_one`,
    )
    expect(new Set(apply.parameterNames).size).toBe(apply.parameterNames.length)
  })

  it('names a statement after its text', () => {
    const first = composeInboundStatement('toy', { transition: transition('SELECT 1') })
    const second = composeInboundStatement('toy', { transition: transition('SELECT 2') })
    expect(first.accept.name).not.toBe(second.accept.name)
    expect(first.accept.name).not.toBe(first.apply.name)
    expect(Buffer.byteLength(first.accept.name)).toBeLessThan(64)
  })

  it('puts the members that come before ahead of the inbox row, and the ledger after the counter', () => {
    const { accept } = composeInboundStatement('toy', {
      transition: transition('SELECT 1'),
      ledger: {
        parameters: {},
        before: [{ name: 'person', sql: 'SELECT 2' }],
        members: [{ name: 'entry', sql: 'SELECT 3 FROM counter' }],
      },
    })
    const places = ['person AS', 'inbox AS', 'transition AS', 'counter AS', 'entry AS'].map((member) =>
      accept.text.indexOf(member),
    )
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(0)
    expect(accept.text).toContain('(SELECT count(*) FROM person) >= 0')
  })

  it('names its members in order, and the type of each parameter', () => {
    const { members, parameters } = composeInboundStatement('toy', {
      transition: transition('SELECT :thing_a', { thing_a: 'uuid' }),
    })
    expect(members.map(({ name }) => name)).toEqual(['inbox', 'transition', 'counted', 'counter', 'appended'])
    expect(members[1]?.sql).toBe('SELECT :thing_a')
    expect(parameters).toMatchObject({ thing_a: 'uuid', inbox_body: 'bytea' })
  })

  it.each([
    ['a parameter without a type', transition('SELECT :unknown_name'), /unknown_name/],
    ['two types for one name', transition('SELECT 1', { inbox_body: 'text' }), /bytea and as text/],
    [
      'a name of the frame taken again',
      { parameters: {}, members: [{ name: 'inbox', sql: 'SELECT 1' }, ...transition('SELECT 1').members] },
      /"inbox"/,
    ],
    [
      'a fragment without a transition',
      { parameters: {}, members: [{ name: 'other', sql: 'SELECT 1' }] },
      /"transition"/,
    ],
  ])('refuses %s', (_title, fragment, message) => {
    expect(() => composeInboundStatement('toy', { transition: fragment })).toThrow(message)
  })
})
