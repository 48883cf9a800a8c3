import type { HistoryCall } from '../../../calls/ports/call-history.ts'
import { countOf, quoteAround, type Saying, toEvidence } from '../said.ts'
import type { InsightRule } from './insight-rule.ts'

/** Silence that a caller notices, in seconds. */
const noticedSeconds = 20
/** Speech, in characters a second: slow, so that a slow speaker is not taken for silence. */
const charactersPerSecond = 8

/** The caller waits in silence after having spoken. */
export const longSilence: InsightRule = {
  key: 'long_silence',
  find: ({ calls }) => {
    const waits = calls.flatMap((call) => findWait(call) ?? [])
    if (waits.length === 0) return undefined
    const longest = Math.max(...waits.map(({ seconds }) => seconds))
    return {
      title: 'Callers wait in silence',
      detail: `In ${countOf(waits.length, 'call')} nothing was said for ${noticedSeconds} seconds or more; the longest silence was ${longest} seconds.`,
      evidence: toEvidence(waits),
      figures: {
        long_silences: waits.length,
        longest_silence_seconds: longest,
        noticed_silence_seconds: noticedSeconds,
      },
    }
  },
}

interface Wait extends Saying {
  readonly seconds: number
}

function findWait(call: HistoryCall): Wait | undefined {
  for (const [place, turn] of call.turns.entries()) {
    const next = call.turns[place + 1]
    if (turn.startSeconds === null || next === undefined || next.startSeconds === null) continue
    const spoken = turn.content.length / charactersPerSecond
    const seconds = Math.floor(next.startSeconds - turn.startSeconds - spoken)
    if (seconds >= noticedSeconds) return { call, place, seconds, quote: quoteAround(turn.content, 0) }
  }
  return undefined
}
