import { describe, expect, it } from 'vitest'

import { fillIn, fillInArguments } from './fill-in.ts'

const answers = { check_availability: { say: 'Tomorrow at 9.', slots: [{ starts_at: '2026-01-16T09:00-06:00' }] } }

describe('fillIn', () => {
  it('quotes what a function answered, and nothing where it answered nothing', () => {
    expect(fillIn('Sure. {{check_availability.say}}', answers)).toBe('Sure. Tomorrow at 9.')
    expect(fillIn('{{book_appointment.say}} Anything else?', answers)).toBe('Anything else?')
  })
})

describe('fillInArguments', () => {
  it('hands a part of an answer on', () => {
    const given = { starts_at: '{{check_availability.slots.0.starts_at}}', urgent: true }
    expect(fillInArguments(given, answers)).toEqual({ starts_at: '2026-01-16T09:00-06:00', urgent: true })
  })

  it('has no arguments when the answer holds no such part', () => {
    expect(fillInArguments({ starts_at: '{{check_availability.slots.9.starts_at}}' }, answers)).toBeUndefined()
    expect(fillInArguments({ starts_at: '{{check_availability.say.more}}' }, answers)).toBeUndefined()
    expect(fillInArguments({ starts_at: '{{__proto__.constructor.name}}' }, {})).toBeUndefined()
  })
})
