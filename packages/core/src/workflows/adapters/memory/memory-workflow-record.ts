import type { RecordedFailure } from '../../domain/step-error.ts'
import type { Json } from '../../ports/workflows.ts'

/** A value as it would be stored: text, so that nothing but JSON survives and nothing is shared. */
export type Stored = string | undefined

export type RecordedOutcome = { readonly value: Stored } | { readonly failure: RecordedFailure }

export interface RecordedWorkflow {
  readonly id: string
  readonly name: string
  readonly input: Stored
  /** By step name. */
  readonly steps: Map<string, RecordedOutcome>
  /** When each sleep ends, in the order of the body, in milliseconds of the clock. */
  readonly sleeps: number[]
  outcome?: RecordedOutcome
}

/** What an engine in memory has written down. Hand it to the next engine to play a restart. */
export type MemoryWorkflowRecord = Map<string, RecordedWorkflow>

export function createMemoryWorkflowRecord(): MemoryWorkflowRecord {
  return new Map()
}

export function store(value: Json | void): Stored {
  return value === undefined ? undefined : JSON.stringify(value)
}

export function restore<Value extends Json | void>(stored: Stored): Value {
  return (stored === undefined ? undefined : JSON.parse(stored)) as Value
}
