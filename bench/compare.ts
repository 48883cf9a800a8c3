/** One thing to measure. `operations`: how many one call does. Default: 1. */
export interface Contender {
  readonly name: string
  readonly run: () => unknown
  readonly operations?: number
  /** The ratio it should reach; printed beside the one it has. */
  readonly goal?: number | undefined
}

export interface Comparison {
  readonly name: string
  readonly goal?: number | undefined
  readonly microseconds: number
  /** Speed against the base: 1 is as fast, 2 twice as fast. Median over the rounds. */
  readonly ratio: number
  readonly low: number
  readonly high: number
}

const rounds = 25
const sliceMs = 15
const warmMs = 60

/**
 * Measures each contender beside the base, slice by slice in turn, the order flipped every round, so that a busy
 * moment of the machine hits both. Only ratios of one run mean anything.
 */
export async function compare(title: string, base: Contender, others: readonly Contender[]): Promise<Comparison[]> {
  const contenders = await Promise.all([base, ...others].map(prepare))
  const [first, ...rest] = contenders as [Prepared, ...Prepared[]]
  const results: Comparison[] = []
  const baseTimes: number[] = []
  for (const contender of rest) {
    const ratios: number[] = []
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const [baseTime, time] = await pair(first, contender, round % 2 === 1)
      baseTimes.push(baseTime)
      times.push(time)
      ratios.push(baseTime / time)
    }
    results.push({
      name: contender.name,
      goal: contender.goal,
      microseconds: quantile(times, 0.5),
      ratio: quantile(ratios, 0.5),
      low: quantile(ratios, 0.1),
      high: quantile(ratios, 0.9),
    })
  }
  results.unshift({ name: base.name, microseconds: quantile(baseTimes, 0.5), ratio: 1, low: 1, high: 1 })
  print(title, results)
  return results
}

interface Prepared extends Contender {
  readonly isAsync: boolean
  readonly batch: number
}

async function prepare(contender: Contender): Promise<Prepared> {
  const result = contender.run()
  const isAsync = result instanceof Promise
  await result
  const first = { ...contender, isAsync, batch: 1 }
  const microseconds = (await slice(first, warmMs)) * (contender.operations ?? 1)
  const prepared = { ...first, batch: Math.max(1, Math.min(1_000, Math.floor(100 / microseconds))) }
  await slice(prepared, warmMs)
  return prepared
}

async function pair(base: Prepared, other: Prepared, flipped: boolean): Promise<[base: number, other: number]> {
  if (!flipped) return [await slice(base, sliceMs), await slice(other, sliceMs)]
  const time = await slice(other, sliceMs)
  return [await slice(base, sliceMs), time]
}

/** Microseconds for one operation. */
async function slice({ run, isAsync, batch, operations = 1 }: Prepared, durationMs: number): Promise<number> {
  const start = performance.now()
  let calls = 0
  let now = start
  do {
    if (isAsync) for (let call = 0; call < batch; call += 1) await run()
    else for (let call = 0; call < batch; call += 1) run()
    calls += batch
    now = performance.now()
  } while (now < start + durationMs)
  return ((now - start) * 1_000) / (calls * operations)
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

function print(title: string, rows: readonly Comparison[]): void {
  console.log(`\n## ${title} (node ${process.version})`)
  for (const row of rows)
    console.log(`${row.name.padEnd(52)} ${row.microseconds.toFixed(2).padStart(9)} us  ${toRatioText(row)}`)
}

/** The ratio, its spread, and the goal: `ratio 1.062 [1.01..1.10] goal 0.85`. */
export function toRatioText({ ratio, low, high, goal }: Omit<Comparison, 'name' | 'microseconds'>): string {
  const aim = goal === undefined ? '' : `  goal ${goal}${ratio >= goal ? '' : ' missed'}`
  return `ratio ${ratio.toFixed(3)} [${low.toFixed(2)}..${high.toFixed(2)}]${aim}`
}
