import { Form as BaseForm } from '@base-ui/react/form'
import { useMemo, useState, type ReactNode } from 'react'

import { CloudGreetApiError } from '../lib/client.ts'
import { toShownProblem, type ShownProblem } from '../lib/problem.ts'
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
  /** The form's name of a field that the server refused. Default: the server's own. */
  readonly fieldOf?: (field: string) => string
  /** There is nothing to send now. */
  readonly isIdle?: boolean
  /** Stands beside the submit button, which then keeps in sight. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}

type Refusal = { readonly error: unknown; readonly values: FormData }

/** A form that is sent once at a time, and shows why it was refused. */
export function Form(props: FormProps) {
  const { submitLabel, busyLabel, failureTitle, onSubmit, wayOn, fieldOf = asIs, isIdle, aside, children } = props
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

  // A new object would bring errors back that were cleared by typing.
  const errors = useMemo(() => fieldErrors(refusal?.error, fieldOf), [refusal, fieldOf])
  const problem = refusal === undefined ? undefined : toFormProblem(refusal.error)
  return (
    <BaseForm
      className={styles['form'] ?? ''}
      errors={errors}
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
      <div className={aside === undefined ? styles['end'] : styles['bar']}>
        <Button type="submit" kind="primary" className={styles['submit']} disabled={isBusy || isIdle}>
          {isBusy ? busyLabel : submitLabel}
        </Button>
        {aside}
      </div>
    </BaseForm>
  )
}

/** The fields that were refused say why themselves. */
function toFormProblem(error: unknown): ShownProblem {
  const problem = toShownProblem(error)
  const hasFields = CloudGreetApiError.isInstance(error) && error.fields.length > 0
  return hasFields ? { ...problem, detail: 'Some fields are not right. Each says below what it needs.' } : problem
}

function asIs(field: string): string {
  return field
}

function fieldErrors(error: unknown, fieldOf: (field: string) => string): Record<string, string> {
  if (!CloudGreetApiError.isInstance(error)) return {}
  return Object.fromEntries(error.fields.map(({ field, message }) => [fieldOf(field), message]))
}

/** What was typed, trimmed; empty text is a field that was left out. */
export function typedText(values: FormData, name: string): string | undefined {
  const value = values.get(name)
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? undefined : text
}
