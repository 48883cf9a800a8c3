export type KeywordType = 'STOP' | 'START' | 'HELP'

/** Telnyx's own words, matched on the whole message only (support.telnyx.com, article 1270091). */
const words: Readonly<Record<KeywordType, readonly string[]>> = {
  STOP: ['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit'],
  START: ['start', 'unstop'],
  HELP: ['help', 'info'],
}

/** What the toll-free network answers to STOP, whatever the sender has set up. */
export const networkStopReply =
  'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. ' +
  'Text back "unstop" to receive messages again.'

export const telnyxStopReply =
  'You have successfully been unsubscribed, you will not receive any more messages from this number.'

/** The keyword that Telnyx sees in a text: "please stop" is none. */
export function findKeyword(text: string): KeywordType | undefined {
  const whole = text.trim().toLowerCase()
  const types: readonly KeywordType[] = ['STOP', 'START', 'HELP']
  return types.find((type) => words[type].includes(whole))
}
