import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterAll, describe, expect, it } from 'vitest'

import { eventually } from '../support/api.ts'
import { freePort, RunningServer } from '../support/running-server.ts'

const mainFile = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const folders: string[] = []

async function startAt(dataFolder: string, environment: Record<string, string> = {}) {
  const port = await freePort()
  const child = spawn(process.execPath, [mainFile], {
    env: { PATH: process.env.PATH, PORT: String(port), CLOUDGREET_DATA_DIR: dataFolder, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { child, ended: endOf(child), url: `http://127.0.0.1:${port}`, output: () => output }
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
}

describe('the start', () => {
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('ends with exit code 0 when a signal comes before the server is ready', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cloudgreet-start-'))
    folders.push(folder)
    const { child, ended, url, output } = await startAt(folder)
    await eventually(
      () => fetch(`${url}/livez`).catch(() => undefined),
      (answer) => answer?.ok === true,
    )
    expect(output()).not.toContain('server_ready')
    child.kill('SIGTERM')
    expect(await ended).toEqual({ code: 0, signal: null })
    expect(output()).toContain('server_stopped')
  })

  it('does not take place with another address key than the database was begun with', async () => {
    const server = await RunningServer.start()
    try {
      expect(await server.terminate()).toBe(0)
      const key = 'a-key-that-this-database-has-never-seen'
      const { ended, output } = await startAt(server.dataFolder, { CLOUDGREET_ADDRESS_KEY: key })
      expect(await ended).toEqual({ code: 1, signal: null })
      expect(output()).toContain('address_key_changed')
      expect(output()).toContain('CLOUDGREET_ADDRESS_KEY')
      expect(output()).not.toContain(key)
      await server.launch()
      expect((await server.fetch('/readyz')).status).toBe(200)
    } finally {
      await server.dispose()
    }
  })
})
