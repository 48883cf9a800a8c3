import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'

import { client, createIdempotencyKey } from '../../lib/client.ts'
import { isOutcomeUnknown } from '../../lib/problem.ts'
import { threadQuery, threadsQuery } from '../../lib/queries.ts'

type Attempt = { readonly text: string; readonly idempotencyKey: string }

/** A reply that is being written, or sent. */
export type Reply = {
  readonly draft: string
  readonly write: (text: string) => void
  readonly send: () => void
  /** The text on its way; undefined while nothing is sent. */
  readonly sendingText: string | undefined
  /** Why the last attempt failed; null when it did not. */
  readonly error: unknown
}

/**
 * Sends what was written. The same text keeps its Idempotency-Key until its outcome is known, so that a double click and
 * a second try after a lost answer send it once.
 */
export function useReply(number: string): Reply {
  const queries = useQueryClient()
  const [draft, setDraft] = useState('')
  const open = useRef<Attempt>(undefined)
  const reload = () =>
    Promise.all([queries.invalidateQueries(threadQuery(number)), queries.invalidateQueries(threadsQuery)])

  const sending = useMutation({
    mutationFn: ({ text, idempotencyKey }: Attempt) => client.messages.send({ to: number, text }, { idempotencyKey }),
    onSuccess: async () => {
      open.current = undefined
      setDraft('')
      await reload()
    },
    onError: async (error) => {
      if (!isOutcomeUnknown(error)) open.current = undefined
      await reload()
    },
  })

  const send = () => {
    const text = draft.trim()
    if (text === '' || sending.isPending) return
    if (open.current?.text !== text) open.current = { text, idempotencyKey: createIdempotencyKey() }
    sending.mutate(open.current)
  }
  const sendingText = sending.isPending ? sending.variables.text : undefined
  return { draft, write: setDraft, send, sendingText, error: sending.error }
}
