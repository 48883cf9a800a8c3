import { Form as BaseForm } from '@base-ui/react/form'
import { useState, type ReactNode } from 'react'

import { CloudGreetApiError } from '../lib/client.ts'
import { toShownProblem } from '../lib/problem.ts'
import { Button } from './button.tsx'
import styles from './form.module.css'
import { ProblemNotice } from './problem-notice.tsx'

type FormProps = {
  readonly submitLabel: string
  readonly busyLabel: string
  readonly failureTitle: string
  /** What is thrown is shown above the fields; fields that were refused say so themselves. */
  readonly onSubmit: (values: FormData) => Promise<void>
  /** A way on for a refusal, by its code. */
  readonly wayOn?: (code: string, values: FormData) => ReactNode
  readonly children: ReactNode
}

type Refusal = { readonly error: unknown; readonly values: FormData }

/** A form that is sent once at a time, and shows why it was refused. */
export function Form({ submitLabel, busyLabel, failureTitle, onSubmit, wayOn, children }: FormProps) {
  const [isBusy, setIsBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal>()

  const submit = async (values: FormData) => {
    setIsBusy(true)
    setRefusal(undefined)
    try {
      await onSubmit(values)
    } catch (error) {
      setRefusal({ error, values })
    } finally {
      setIsBusy(false)
    }
  }

  const problem = refusal === undefined ? undefined : toShownProblem(refusal.error)
  return (
    <BaseForm
      className={styles['form'] ?? ''}
      errors={fieldErrors(refusal?.error)}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) void submit(new FormData(event.currentTarget))
      }}
    >
      {problem !== undefined && refusal !== undefined && (
        <ProblemNotice title={failureTitle} problem={problem}>
          {wayOn?.(problem.code, refusal.values)}
        </ProblemNotice>
      )}
      {children}
      <Button type="submit" kind="primary" className={styles['submit']} disabled={isBusy}>
        {isBusy ? busyLabel : submitLabel}
      </Button>
    </BaseForm>
  )
}

function fieldErrors(error: unknown): Record<string, string> {
  if (!CloudGreetApiError.isInstance(error)) return {}
  return Object.fromEntries(error.fields.map(({ field, message }) => [field, message]))
}

/** What was typed, trimmed; empty text is a field that was left out. */
export function typedText(values: FormData, name: string): string | undefined {
  const value = values.get(name)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}
