import { toBodyVariants } from './body-variants.ts'
import { toMistake, type WebhookMistake } from './webhook-diagnosis.ts'

/** What may have been signed: these parts, one after another. */
export type SigningGuess = {
  readonly parts: readonly (Uint8Array | string)[]
  /** What went wrong if it was this. None when it is what the vendor signs. */
  readonly mistakes: readonly WebhookMistake[]
}

export type ReceivedSigning = {
  readonly body: Uint8Array
  /** The timestamp that came with the signature, in whatever unit; undefined when none came. */
  readonly timestamp: string | undefined
  /** Other timestamps of the request, by the header they stand in. */
  readonly otherTimestamps: Readonly<Record<string, string>>
  readonly layout: 'retell' | 'telnyx'
}

type Layout = readonly [name: string, join: (body: Uint8Array, time: string) => SigningGuess['parts']]

const layouts = {
  retell: ['body, then time', (body, time) => [body, time]],
  telnyx: ['time, bar, body', (body, time) => [`${time}|`, body]],
} satisfies Record<string, Layout>

const foreignLayouts: readonly Layout[] = [
  ['time, full stop, body', (body, time) => [`${time}.`, body]],
  ['time, then body', (body, time) => [time, body]],
  ['time, colon, body', (body, time) => [`${time}:`, body]],
  ['body, full stop, time', (body, time) => [body, `.${time}`]],
  ['the body alone', (body) => [body]],
]

/** All that may have been signed by one of the usual mistakes, the likeliest first: fewer than a hundred. */
export function* guessSignedBytes(received: ReceivedSigning): Generator<SigningGuess> {
  const { body, timestamp, otherTimestamps, layout } = received
  const [, own] = layouts[layout]
  if (timestamp !== undefined) {
    yield { parts: own(body, timestamp), mistakes: [] }
    for (const [code, other] of toOtherUnits(timestamp)) {
      const mistake = toMistake(code, `The signature fits the timestamp ${other} instead of the one that was sent.`)
      yield { parts: own(body, other), mistakes: [mistake] }
    }
  }
  for (const [header, other] of Object.entries(otherTimestamps)) {
    const mistake = toMistake('other_timestamp', `The signature fits the timestamp of the header ${header}.`)
    yield { parts: own(body, other), mistakes: [mistake] }
  }
  yield* guessForeignLayouts(received)
  if (timestamp === undefined) return
  for (const { bytes, mistake } of toBodyVariants(body)) yield { parts: own(bytes, timestamp), mistakes: [mistake] }
}

function* guessForeignLayouts({ body, timestamp, layout }: ReceivedSigning): Generator<SigningGuess> {
  const otherVendor = layouts[layout === 'retell' ? 'telnyx' : 'retell']
  for (const [name, join] of [otherVendor, ...foreignLayouts]) {
    const mistakes = [toMistake('other_layout', `What was signed is: ${name}.`)]
    yield { parts: join(body, timestamp ?? ''), mistakes }
    for (const [code, other] of toOtherUnits(timestamp ?? '')) {
      const finding = `What was signed is: ${name}, with the timestamp ${other}.`
      yield { parts: join(body, other), mistakes: [toMistake('other_layout', finding), toMistake(code, finding)] }
    }
  }
}

/** The timestamp in the other unit, by the mistake of whoever signed so. */
function toOtherUnits(
  timestamp: string,
): (readonly ['seconds_for_milliseconds' | 'milliseconds_for_seconds', string])[] {
  if (/^\d{13}$/.test(timestamp)) return [['seconds_for_milliseconds', timestamp.slice(0, -3)]]
  if (/^\d{10}$/.test(timestamp)) return [['milliseconds_for_seconds', `${timestamp}000`]]
  return []
}
