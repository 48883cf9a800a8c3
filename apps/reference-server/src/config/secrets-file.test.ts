import { describe, expect, it } from 'vitest'

import { parseSecretsFile, readConfiguration } from './secrets-file.ts'

describe('parseSecretsFile', () => {
  it('reads names and values, comments and blank lines aside', () => {
    const text = '# rotated\n\nRETELL_WEBHOOK_SECRET="one,two"\nexport RETELL_API_KEY=three\r\n'
    expect(parseSecretsFile(text)).toEqual({
      ok: true,
      variables: { RETELL_WEBHOOK_SECRET: 'one,two', RETELL_API_KEY: 'three' },
    })
  })

  it.each([
    [undefined, 'cannot be read'],
    ['', 'names no secret'],
    ['# nothing\n', 'names no secret'],
    ['RETELL_API_KEY=\n', 'has no secret for RETELL_API_KEY'],
    ['RETELL_API_KEY=canary\nPORT=canary\n', 'must not hold PORT: it cannot change live'],
    ['RETELL_API_KEY=canary\ncanary\n', 'has no NAME=value in line 2'],
    ['RETELL_API_KEY=canary\nY2FuYXJ5==\n', 'has no NAME=value in line 2'],
    ['x'.repeat(70_000), 'is longer than 65536 characters'],
  ])('refuses a bad file by name and shows no value: %j', (text, problem) => {
    expect(parseSecretsFile(text)).toEqual({ ok: false, problems: [`CLOUDGREET_SECRETS_FILE ${problem}`] })
  })
})

describe('readConfiguration', () => {
  it('is the environment alone without a file', async () => {
    expect(await readConfiguration({ PORT: '4000' })).toMatchObject({ ok: true, settings: { PORT: 4_000 } })
  })
})
