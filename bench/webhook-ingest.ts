import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import autocannon from 'autocannon'

import { callPayload } from './call-payload.ts'
import { quantile, toRatioText } from './compare.ts'
import { secret } from './ingest-secret.ts'

const rounds = 5
const seconds = 2
const connections = 32
/** Of `/proc/<pid>/stat`: clock ticks a second, the same on every Linux that node runs on. */
const ticksPerSecond = 100

interface Rival {
  readonly name: string
  readonly goal?: number
  readonly process: ChildProcess
  readonly url: string
}

/** Processor time for each request, in microseconds, and requests a second. */
interface Cost {
  readonly cpuMicroseconds: number
  readonly rate: number
}

if (process.platform !== 'linux') console.log('webhook-ingest reads /proc, which Linux alone has: skipped.')
else await compareServers()

async function compareServers(): Promise<void> {
  const body = Buffer.from(callPayload(2_048))
  const base = await startServer('node:http')
  const rivals = [await startServer('reference-server', 0.8), await startServer('hono with stock middleware')]
  try {
    for (const rival of [base, ...rivals]) await load(rival, body)
    const samples = rivals.map(() => [] as (readonly [base: Cost, own: Cost])[])
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, rival] of rivals.entries())
        samples[index]?.push(await loadPair(base, rival, { body, flipped: round % 2 === 1 }))
    }
    console.log(
      `\n## HTTP ingest of a Retell event, ${body.length} bytes, ${connections} connections (node ${process.version})`,
    )
    printBase(
      base,
      samples.flatMap((pairs) => pairs.map(([cost]) => cost)),
    )
    for (const [index, rival] of rivals.entries()) printRival(rival, samples[index] ?? [])
  } finally {
    for (const rival of [base, ...rivals]) rival.process.disconnect()
  }
}

async function startServer(name: string, goal?: number): Promise<Rival> {
  const server = fork(fileURLToPath(new URL('ingest-server.ts', import.meta.url)), [name], {
    execArgv: ['--experimental-transform-types', '--disable-warning=ExperimentalWarning'],
  })
  const [port] = (await once(server, 'message')) as [number]
  return {
    name,
    process: server,
    url: `http://127.0.0.1:${port}/api/retell/webhook`,
    ...(goal !== undefined && { goal }),
  }
}

async function loadPair(
  base: Rival,
  rival: Rival,
  { body, flipped }: { readonly body: Buffer; readonly flipped: boolean },
): Promise<readonly [base: Cost, own: Cost]> {
  if (!flipped) return [await load(base, body), await load(rival, body)]
  const own = await load(rival, body)
  return [await load(base, body), own]
}

async function load(rival: Rival, body: Buffer): Promise<Cost> {
  const signature = await signRetellWebhook({ rawBody: body, secret })
  const before = cpuSeconds(rival.process)
  const result = await autocannon({
    url: rival.url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signature },
    body,
    connections,
    duration: seconds,
  })
  const spent = cpuSeconds(rival.process) - before
  if (result.non2xx + result.errors > 0)
    throw new Error(`${rival.name}: ${result.non2xx} refused, ${result.errors} failed.`)
  return { cpuMicroseconds: (spent * 1_000_000) / result.requests.total, rate: result.requests.total / result.duration }
}

/** User and system time that a process has taken so far, over all its threads. */
function cpuSeconds({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

function printBase({ name }: Rival, costs: readonly Cost[]): void {
  console.log(toLine(`${name}, the same by hand`, costs))
}

function printRival({ name, goal }: Rival, pairs: readonly (readonly [base: Cost, own: Cost])[]): void {
  const ratios = pairs.map(([base, own]) => base.cpuMicroseconds / own.cpuMicroseconds)
  const spread = { ratio: quantile(ratios, 0.5), low: quantile(ratios, 0.1), high: quantile(ratios, 0.9), goal }
  console.log(
    `${toLine(
      name,
      pairs.map(([, own]) => own),
    )}  CPU ${toRatioText(spread)}`,
  )
}

function toLine(name: string, costs: readonly Cost[]): string {
  const cpu = quantile(
    costs.map(({ cpuMicroseconds }) => cpuMicroseconds),
    0.5,
  )
  const rate = quantile(
    costs.map((cost) => cost.rate),
    0.5,
  )
  return `${name.padEnd(36)} ${rate.toFixed(0).padStart(7)} requests/s  ${cpu.toFixed(1).padStart(6)} us of CPU each`
}
