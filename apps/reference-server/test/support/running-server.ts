import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { openDatabase } from '@cloudgreet/core/postgres'

const mainFile = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface LogLine {
  readonly level: string | number
  readonly [field: string]: unknown
}

/** Random keys of the data folder, as the server keeps them. */
export interface DataSecrets {
  readonly internalToken: string
  readonly cronSecret: string
  readonly retellKey: string
  readonly telnyxApiKey: string
  readonly telnyxPrivateKey: string
}

export interface Demo {
  readonly owner: { readonly email: string; readonly password: string }
  readonly employee: { readonly email: string; readonly password: string }
  readonly businessId: string
}

/** A real server, started from its build as its users start it, in a data folder of its own. */
export class RunningServer {
  readonly url: string
  readonly dataFolder: string
  readonly databaseUrl: string | undefined
  readonly logs: LogLine[] = []
  readonly #environment: NodeJS.ProcessEnv
  #process: ChildProcess | undefined
  #exited: Promise<number | null> = Promise.resolve(null)

  private constructor(port: number, dataFolder: string, databaseUrl: string | undefined, extra: NodeJS.ProcessEnv) {
    this.url = `http://127.0.0.1:${port}`
    this.dataFolder = dataFolder
    this.databaseUrl = databaseUrl
    this.#environment = {
      PATH: process.env.PATH,
      TZ: 'UTC',
      PORT: String(port),
      CLOUDGREET_DATA_DIR: dataFolder,
      CLOUDGREET_AGENT_CHECK_MINUTES: '0',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      ...extra,
    }
  }

  /** On PGlite, or on a database of its own of the PostgreSQL server at `postgresUrl`. */
  static async start(
    options: { readonly postgresUrl?: string; readonly environment?: NodeJS.ProcessEnv } = {},
  ): Promise<RunningServer> {
    const databaseUrl = options.postgresUrl === undefined ? undefined : await createDatabase(options.postgresUrl)
    const folder = mkdtempSync(join(tmpdir(), 'cloudgreet-server-'))
    const server = new RunningServer(await freePort(), folder, databaseUrl, options.environment ?? {})
    await server.launch()
    return server
  }

  get secrets(): DataSecrets {
    return JSON.parse(readFileSync(join(this.dataFolder, 'secrets.json'), 'utf8')) as DataSecrets
  }

  get demo(): Demo {
    return JSON.parse(readFileSync(join(this.dataFolder, 'demo-credentials.json'), 'utf8')) as Demo
  }

  get simulatorControlUrl(): string {
    return this.#simulator.controlUrl
  }

  get openAiControlUrl(): string {
    return this.#simulator.openAiControlUrl
  }

  get processId(): number {
    return this.#process?.pid ?? 0
  }

  get #simulator(): { readonly controlUrl: string; readonly openAiControlUrl: string } {
    return JSON.parse(readFileSync(join(this.dataFolder, 'simulator.json'), 'utf8'))
  }

  /** Starts the process and waits until it says that it is ready. */
  async launch(): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', mainFile], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    this.#exited = new Promise((resolve) => child.once('exit', resolve))
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    const ready = new Promise<void>((resolve, reject) => {
      readLines(child, (line) => {
        this.logs.push(line)
        if (line['event'] === 'server_ready') resolve()
      })
      child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${errors}\n${this.tail()}`)))
    })
    await ready
  }

  /** SIGKILL: no line of the server's own runs any more. */
  async kill(): Promise<void> {
    this.#process?.kill('SIGKILL')
    await this.#exited
  }

  /** SIGTERM, as a deployment does. @returns the exit code */
  async terminate(): Promise<number | null> {
    this.#process?.kill('SIGTERM')
    return this.#exited
  }

  /** Ends everything and removes the data folder. */
  async dispose(): Promise<void> {
    await this.terminate()
    await stopSimulator(this.dataFolder)
    rmSync(this.dataFolder, { recursive: true, force: true, maxRetries: 5 })
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(new URL(path, this.url), init)
  }

  /** Rows of a query: on PostgreSQL directly, on PGlite through the running server, as `npm run sql` does. */
  async sql<Row = Record<string, unknown>>(query: string, options: { readonly write?: boolean } = {}): Promise<Row[]> {
    if (this.databaseUrl !== undefined) return queryPostgres<Row>(this.databaseUrl, query)
    const answer = await this.fetch('/api/internal/sql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-internal-token': this.secrets.internalToken },
      body: JSON.stringify({ query, write: options.write ?? false }),
    })
    if (!answer.ok) throw new Error(`SQL refused: ${await answer.text()}`)
    return ((await answer.json()) as { rows: Row[] }).rows
  }

  /** Rows of a query on another database of the PostgreSQL server. */
  sqlOnServer<Row = Record<string, unknown>>(serverUrl: string, query: string): Promise<Row[]> {
    return queryPostgres<Row>(serverUrl, query)
  }

  tail(count = 20): string {
    return this.logs
      .slice(-count)
      .map((line) => JSON.stringify(line))
      .join('\n')
  }
}

async function queryPostgres<Row>(url: string, query: string): Promise<Row[]> {
  const database = await openDatabase({ url, maxConnections: 1 })
  try {
    return (await database.pool.query(query)).rows as Row[]
  } finally {
    await database.close()
  }
}

async function createDatabase(serverUrl: string): Promise<string> {
  const server = await openDatabase({ url: serverUrl, maxConnections: 1 })
  const name = `server_${crypto.randomUUID().replaceAll('-', '')}`
  await server.pool.query(`CREATE DATABASE ${name}`)
  await server.close()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

function readLines(child: ChildProcess, onLine: (line: LogLine) => void): void {
  let rest = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.startsWith('{')) onLine(JSON.parse(line) as LogLine)
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** The simulator outlives the server; its pid stands in the data folder. */
async function stopSimulator(dataFolder: string): Promise<void> {
  try {
    const { pid } = JSON.parse(readFileSync(join(dataFolder, 'simulator.json'), 'utf8')) as { pid: number }
    process.kill(pid, 'SIGTERM')
  } catch {
    // It ended before, or never started.
  }
}
