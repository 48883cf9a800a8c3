/** Telnyx's commands for a line that we simulate, by the last part of their path. */
export const lineCommands = ['answer', 'transfer', 'speak', 'record_start', 'hangup', 'reject', 'bridge'] as const
export type LineCommand = (typeof lineCommands)[number]
