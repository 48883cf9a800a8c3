import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { RunningServer } from '../support/running-server.ts'

const program = fileURLToPath(new URL('../../dist/cli/simulate.js', import.meta.url))

describe('npm run simulate, faults and ledger', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await RunningServer.start()
  })
  afterAll(() => server.dispose())

  const simulate = (...words: string[]) =>
    promisify(execFile)(process.execPath, [program, ...words], {
      env: { PATH: process.env.PATH, CLOUDGREET_DATA_DIR: server.dataFolder, PORT: new URL(server.url).port },
    }).then(
      ({ stdout }) => ({ code: 0, output: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, output: error.stderr }),
    )

  it('asks for faults at all three vendors, lists them and forgets them', async () => {
    expect(await simulate('fault', 'telnyx.messages.send', '429', '--times', '2')).toMatchObject({ code: 0 })
    expect(await simulate('fault', 'openai.completions', 'quota')).toMatchObject({ code: 0 })
    const { output } = await simulate('faults')
    expect(output).toMatch(/telnyx\.messages\.send +\| 429 +\| 2/)
    expect(output).toMatch(/openai\.completions +\| quota +\| 1/)
    await simulate('faults', 'clear')
    expect((await simulate('faults')).output).toContain('(0 rows)')
  })

  it.each([
    [['fault', 'telnyx.mesages.send', '429'], 'telnyx.messages.send'],
    [['fault', 'retell.webhooks', 'meteor'], 'duplicate, reorder'],
    [['fault', 'openai.completions', 'meteor'], 'malformed_json'],
  ])('answers %o with what there is', async (words, known) => {
    const { code, output } = await simulate(...words)
    expect(code).toBe(2)
    expect(output).toContain(known)
  })

  it('prints the ledger, of one effect', async () => {
    const { output } = await simulate('ledger', '--effect', 'agent_created')
    const entries = output
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(entries[0]).toMatchObject({ vendor: 'retell', effect: 'agent_created' })
  })
})
