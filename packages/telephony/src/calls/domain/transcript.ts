import type { TranscriptTurn } from '@cloudgreet/core/contract'

const roles: ReadonlyMap<string, TranscriptTurn['role']> = new Map([
  ['Agent', 'agent'],
  ['User', 'user'],
  ['Transfer Target', 'transfer_target'],
])
const turnStart = /^(Agent|User|Transfer Target): ?(.*)$/

/** The turns of a transcript in Retell's text form: `Agent: …` and `User: …` lines, others go on with the turn. */
export function toTranscriptTurns(transcript: string): readonly TranscriptTurn[] {
  const turns: { role: TranscriptTurn['role']; content: string; startSeconds: null }[] = []
  for (const line of transcript.split('\n')) {
    const [, speaker = '', content = ''] = turnStart.exec(line) ?? []
    const role = roles.get(speaker)
    const last = turns.at(-1)
    if (role !== undefined) turns.push({ role, content, startSeconds: null })
    else if (last !== undefined && line !== '') last.content += `\n${line}`
  }
  return turns
}
