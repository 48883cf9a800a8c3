import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { expect, inject, it } from 'vitest'
import pg from 'pg'

import { type CrashSubject, workflowCrashContract } from '../src/workflows/testkit/workflow-crash-contract.ts'
import type { Json, WorkflowState } from '../src/workflows/ports/workflows.ts'
import type { Orders } from './crashing-workflows.ts'

const script = fileURLToPath(new URL('./crashing-workflows.ts', import.meta.url))
const nodeFlags = ['--no-warnings', '--experimental-transform-types', '--conditions=cloudgreet-source']

workflowCrashContract({ name: '[PGlite] DBOS', makeSubject: async () => processes(async (folder) => ({ folder })) })
workflowCrashContract({
  name: '[Postgres] DBOS',
  makeSubject: async () => processes(async () => ({ url: await makeDatabase() })),
})

it('[Postgres] gives the workflows of a dead executor to a live one', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cloudgreet-crash-'))
  const shared = {
    scenario: 'three_steps',
    id: 'orphan',
    url: await makeDatabase(),
    effectsFile: join(folder, 'effects'),
  }
  expect(await runProcess({ ...shared, crashAt: 'second', executorId: 'dead' })).toBeUndefined()
  expect(await runProcess({ ...shared, executorId: 'alive' })).toMatchObject({ status: 'succeeded' })
  expect((await readFile(shared.effectsFile, 'utf8')).trim().split('\n')).toEqual(
    ['first', 'second', 'second', 'third'].map((effect) => `orphan ${effect}`),
  )
  await rm(folder, { recursive: true, force: true })
})

/** Each run is a process of its own, killed with SIGKILL where it is to crash. */
async function processes(place: (folder: string) => Promise<Pick<Orders, 'url' | 'folder'>>): Promise<CrashSubject> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudgreet-crash-'))
  const effectsFile = join(folder, 'effects')
  const where = await place(join(folder, 'data'))
  return {
    run: (run) => runProcess({ ...run, ...where, effectsFile }),
    effects: async (id) => {
      const lines = (await readFile(effectsFile, 'utf8')).split('\n')
      return lines.filter((line) => line.startsWith(`${id} `)).map((line) => line.slice(id.length + 1))
    },
    close: () => rm(folder, { recursive: true, force: true }),
  }
}

function runProcess(orders: Orders): Promise<WorkflowState<Json> | undefined> {
  const child = spawn(process.execPath, [...nodeFlags, script, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    if (output.includes('reached\n')) child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    child.once('close', (exitCode, signal) => {
      const ended = /^ended (.*)$/m.exec(output)?.[1]
      if (ended !== undefined) resolve(JSON.parse(ended) as WorkflowState<Json>)
      else if (signal === 'SIGKILL') resolve(undefined)
      else reject(new Error(`The process went with ${exitCode}: ${errors}`))
    })
  })
}

async function makeDatabase(): Promise<string> {
  const url = new URL(inject('postgresUrl'))
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  const name = `crash_${crypto.randomUUID().replaceAll('-', '')}`
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
  url.pathname = `/${name}`
  return url.href
}
