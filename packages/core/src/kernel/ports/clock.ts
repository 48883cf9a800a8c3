/** Where time comes from. Domain code never reads it anywhere else. */
export interface Clock {
  /** Wall time: for what people and vendors see, and for time windows. It may jump. */
  now(): Date
  /** Milliseconds that never go back: for leases, time-outs and durations. */
  monotonicMs(): number
}
