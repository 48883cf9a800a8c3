/** What every command carries. */
export type CommandMark = {
  /** Telnyx's `call_control_id` of the line that the command is for. */
  readonly controlId: string
  /** The same key again within a minute does nothing. */
  readonly commandId: string
  /** Comes back with every later event of this line. */
  readonly clientState: string
}

export type Transfer = CommandMark & {
  /** A telephone number, or a SIP URI. */
  readonly to: string
  /** The vendor stops ringing after so many seconds, and the caller's line stays. At least 5. */
  readonly timeoutSeconds: number
  /** Comes back with every event of the new leg. */
  readonly targetClientState: string
}

export type Recording = CommandMark & {
  readonly maxSeconds: number
  /** Silence that ends the recording. */
  readonly silenceSeconds: number
}

/**
 * Orders for a line that is in our hands. Each returns once the vendor has taken the order; what becomes of it is told
 * by events. They take no contact permit: they join somebody who called us with the business's own agent or telephone.
 *
 * Every member throws {@link UpstreamError}: `call_ended` (refused) when the line is gone, `unknown` when the vendor
 * did not say whether it took the order: repeat it with the same `commandId`.
 */
export interface CallControl {
  answer(command: CommandMark): Promise<void>
  /** Rings somebody else and joins the two lines when they answer; until then the caller hears ringing. */
  transfer(command: Transfer): Promise<void>
  /** Reads a text aloud on an answered line. */
  speak(command: CommandMark & { readonly text: string }): Promise<void>
  /** Begins a recording after a tone. */
  startRecording(command: Recording): Promise<void>
  hangup(command: CommandMark): Promise<void>
  /** Turns away a line that was never answered: the caller hears that it is busy. */
  reject(command: CommandMark): Promise<void>
  /** The probe: whether the line is still there. */
  isAlive(controlId: string): Promise<boolean>
}
