import { UpstreamError } from '@cloudgreet/core'

import type { CallControl, CommandMark, Recording, Transfer } from '../../ports/call-control.ts'

/** What the next command does instead of succeeding. */
export type MemoryCommandFault = 'timeout' | 'timeout_but_done' | 'refused'

export type MemoryCommand = CommandMark &
  Partial<Omit<Transfer, keyof CommandMark>> &
  Partial<Omit<Recording, keyof CommandMark>> & { readonly kind: keyof CallControl; readonly text?: string }

/** Keeps commands in memory: the same id again does nothing, and a line that is gone refuses all of them. */
export class MemoryCallControl implements CallControl {
  readonly commands: MemoryCommand[] = []
  readonly #alive = new Set<string>()
  readonly #faults: MemoryCommandFault[] = []

  /** A line comes in. */
  begin(controlId: string): void {
    this.#alive.add(controlId)
  }

  /** The caller hangs up. */
  end(controlId: string): void {
    this.#alive.delete(controlId)
  }

  failNext(fault: MemoryCommandFault): void {
    this.#faults.push(fault)
  }

  answer = (command: CommandMark): Promise<void> => this.#take({ kind: 'answer', ...command })
  transfer = (command: Transfer): Promise<void> => this.#take({ kind: 'transfer', ...command })
  speak = (command: CommandMark & { readonly text: string }): Promise<void> => this.#take({ kind: 'speak', ...command })
  startRecording = (command: Recording): Promise<void> => this.#take({ kind: 'startRecording', ...command })

  async hangup(command: CommandMark): Promise<void> {
    await this.#take({ kind: 'hangup', ...command })
    this.end(command.controlId)
  }

  async reject(command: CommandMark): Promise<void> {
    await this.#take({ kind: 'reject', ...command })
    this.end(command.controlId)
  }

  async isAlive(controlId: string): Promise<boolean> {
    return this.#alive.has(controlId)
  }

  async #take(command: MemoryCommand): Promise<void> {
    const fault = this.#faults.shift()
    if (fault === 'refused') throw refuse('upstream_refused')
    if (fault === 'timeout') throw noAnswer()
    if (!this.#alive.has(command.controlId)) throw refuse('call_ended')
    const isKnown = this.commands.some(
      ({ controlId, commandId }) => controlId === command.controlId && commandId === command.commandId,
    )
    if (!isKnown) this.commands.push(command)
    if (fault === 'timeout_but_done') throw noAnswer()
  }
}

export function createMemoryCallControl(): MemoryCallControl {
  return new MemoryCallControl()
}

function refuse(code: string): UpstreamError {
  return new UpstreamError(code, 'The command was refused.', { vendor: 'memory', outcome: 'refused' })
}

function noAnswer(): UpstreamError {
  return new UpstreamError('upstream_timeout', 'No answer in time.', {
    vendor: 'memory',
    outcome: 'unknown',
    isRetryable: true,
  })
}
