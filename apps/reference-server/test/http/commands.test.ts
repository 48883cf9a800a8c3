import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { freePort, RunningServer } from '../support/running-server.ts'

const cliFolder = fileURLToPath(new URL('../../dist/cli/', import.meta.url))
const nobody = '00000000-0000-4000-8000-000000000000'

function run(line: string, environment: Readonly<Record<string, string>>) {
  const [program, ...parameters] = line.split(' ')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(cliFolder, `${program ?? ''}.js`), ...parameters],
    { env: { PATH: process.env.PATH, ...environment }, input: '{}', encoding: 'utf8', timeout: 30_000 },
  )
  return { code: status, stdout, stderr }
}

describe('the commands', () => {
  let server: RunningServer
  let asleep: Readonly<Record<string, string>>
  const emptyFolder = mkdtempSync(join(tmpdir(), 'cloudgreet-commands-'))
  beforeAll(async () => {
    server = await RunningServer.start()
    asleep = { CLOUDGREET_DATA_DIR: emptyFolder, PORT: String(await freePort()), INTERNAL_API_TOKEN: 'x'.repeat(40) }
  })
  afterAll(async () => {
    await server?.dispose()
    rmSync(emptyFolder, { recursive: true, force: true })
  })
  const awake = () => ({ CLOUDGREET_DATA_DIR: server.dataFolder, PORT: new URL(server.url).port })

  it.each([
    ...['sign', 'sql', 'simulate', 'replay', 'repair-agent', 'diagnose', 'doctor'].flatMap((program) => [
      `${program} --help`,
      `${program} --no-such-option`,
    ]),
    'sign',
    'sql',
    'simulate',
    'replay',
    'repair-agent',
    'diagnose',
    'doctor too much',
    'sign nobody',
    'simulate fax',
    'simulate text',
    'simulate call --route pigeon',
    'simulate call --owner sleeps',
    'replay --dead --failed',
  ])('answer `%s` with their usage and exit code 2', (line) => {
    const { code, stdout, stderr } = run(line, awake())
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`npm run ${line.split(' ')[0]}`)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it.each([
    ['diagnose nonsense', 2, 'businessId'],
    ['repair-agent nonsense', 2, 'businessId'],
    ['replay nonsense', 2, 'validation_failed'],
    [`diagnose ${nobody}`, 1, 'not_found'],
    [`repair-agent ${nobody}`, 1, 'not_found'],
    ['sql SELEC', 1, 'sql_refused'],
  ])('say what the server refuses: `%s` ends with %i', (line, expected, words) => {
    const { code, stderr } = run(line, awake())
    expect(code).toBe(expected)
    expect(stderr).toContain(words)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it.each(['sql SELECT', 'replay --dead', `repair-agent ${nobody}`, `diagnose ${nobody}`, 'doctor', 'simulate call'])(
    'say to start the server when none runs: `%s`',
    (line) => {
      const { code, stderr } = run(line, asleep)
      expect(code).toBe(1)
      expect(stderr).toMatch(/run npm start first\.\n$/)
    },
  )
})
