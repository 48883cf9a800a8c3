import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import { environmentSchema } from './environment.ts'
import { readSettings } from './read-settings.ts'

const long = 'a secret that is long enough for anybody'
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://app@db.example.com/cloudgreet',
  JWT_SECRET: long,
  CRON_SECRET: long,
  INTERNAL_API_TOKEN: long,
  PUBLIC_BASE_URL: 'https://app.example.com',
  RETELL_API_KEY: 'key_1',
  TELNYX_API_KEY: 'KEY1',
  TELNYX_PUBLIC_KEY: Buffer.alloc(32, 1).toString('base64'),
}

const settingsOf = (variables: Record<string, string>) => {
  const reading = readSettings(variables)
  if (!reading.ok) throw new Error(reading.problems.join('; '))
  return reading.settings
}
const problemsOf = (variables: Record<string, string>) => {
  const reading = readSettings(variables)
  return reading.ok ? [] : reading.problems
}

describe('readSettings', () => {
  it('needs nothing outside production and puts both vendors in the sandbox', () => {
    const { PORT, HOST, retellMode, telnyxMode } = settingsOf({})
    expect([PORT, HOST, retellMode, telnyxMode]).toEqual([3_000, '127.0.0.1', 'sandbox', 'sandbox'])
  })

  it('takes a complete production environment, mail off by name', () => {
    const settings = settingsOf(production)
    expect([settings.retellMode, settings.telnyxMode]).toEqual(['live', 'live'])
    expect(settings.featuresOff).toMatchObject({ mail: 'RESEND_API_KEY' })
  })

  it('names every missing variable of production at once', () => {
    const problems = problemsOf({ NODE_ENV: 'production' }).join('\n')
    for (const name of Object.keys(production).slice(1)) expect(problems).toContain(name)
  })

  it('refuses short secrets, each of a list, and never shows one', () => {
    const problems = problemsOf({ ...production, JWT_SECRET: `${long},canary`, CRON_SECRET: 'canary' })
    expect(problems).toHaveLength(2)
    expect(problems.join()).not.toContain('canary')
  })

  it.each([
    ['PORT', 'ninety'],
    ['NEXT_PUBLIC_SUPABASE_URL', 'not a url'],
    ['DATABASE_URL', 'mysql://db.example.com/x'],
    ['TELNYX_PUBLIC_KEY', 'c2hvcnQ='],
    ['CLOUDGREET_SANDBOX', 'maybe'],
  ])('refuses %s=%s by name alone', (name, value) => {
    const [problem, ...others] = problemsOf({ [name]: value })
    expect(others).toEqual([])
    expect(problem).toContain(name)
    expect(problem).not.toContain(value)
  })

  it.each([
    [{ RETELL_API_KEY: 'key_1', RETELL_BASE_URL: 'http://127.0.0.1:9', CLOUDGREET_SANDBOX: 'on' }, 'live'],
    [{ RETELL_API_KEY: 'key_1', CLOUDGREET_SANDBOX: 'on' }, 'sandbox'],
    [{ RETELL_API_KEY: 'key_1' }, 'live'],
    [{ CLOUDGREET_SANDBOX: 'off' }, 'off'],
  ] as const)('with %j Retell is %s', (variables, mode) => {
    expect(settingsOf(variables as unknown as Record<string, string>).retellMode).toBe(mode)
  })

  it('has every variable in .env.example', () => {
    const example = readFileSync(new URL('../../../../.env.example', import.meta.url), 'utf8')
    const listed = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
    expect(listed.toSorted()).toEqual(Object.keys(environmentSchema.shape).toSorted())
  })
})
