import { quantile, toRatioText } from './compare.ts'

const rounds = 7
/** For ways without a goal: they are for orientation. */
const fewRounds = 3

/** One way to do the work. */
export interface Way {
  readonly name: string
  readonly goal?: number
  /** @returns transactions a second */
  readonly run: (round: number) => Promise<number>
}

/** Every round runs each way beside its own run of the base, the order flipped each time. */
export async function compareRounds(base: Way, ways: readonly Way[]): Promise<void> {
  const samples = ways.map(() => ({ base: [] as number[], own: [] as number[] }))
  let serial = 0
  const runBase = () => base.run((serial += 1))
  await runBase()
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) {
      if (way.goal === undefined && round >= fewRounds) continue
      const sample = samples[index]
      const first = round % 2 === 0 ? await runBase() : await way.run(round)
      const second = round % 2 === 0 ? await way.run(round) : await runBase()
      sample?.base.push(round % 2 === 0 ? first : second)
      sample?.own.push(round % 2 === 0 ? second : first)
    }
  }
  console.log(
    `${base.name}: ${quantile(
      samples.flatMap((sample) => sample.base),
      0.5,
    ).toFixed(0)} a second`,
  )
  for (const [index, { name, goal }] of ways.entries()) {
    const { base: bases, own } = samples[index] ?? { base: [], own: [] }
    const ratios = own.map((rate, round) => rate / (bases[round] ?? Number.NaN))
    const spread = { ratio: quantile(ratios, 0.5), low: quantile(ratios, 0.1), high: quantile(ratios, 0.9), goal }
    console.log(`${name.padEnd(52)} ${quantile(own, 0.5).toFixed(0).padStart(7)} a second  ${toRatioText(spread)}`)
  }
}
