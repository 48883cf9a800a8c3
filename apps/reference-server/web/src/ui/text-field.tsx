import { Field } from '@base-ui/react/field'
import type { ComponentProps } from 'react'

import styles from './text-field.module.css'

type TextFieldProps = Omit<ComponentProps<'input'>, 'className' | 'style' | 'defaultValue'> & {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly defaultValue?: string | undefined
}

/** An input with its label above, a hint, and what is wrong with it below. */
export function TextField({ name, label, hint, ...input }: TextFieldProps) {
  return (
    <Field.Root name={name} className={styles['field'] ?? ''}>
      <Field.Label className={styles['label'] ?? ''}>{label}</Field.Label>
      {hint !== undefined && <Field.Description className={styles['hint'] ?? ''}>{hint}</Field.Description>}
      <Field.Control {...input} className={styles['input'] ?? ''} />
      <Field.Error className={styles['error'] ?? ''} />
    </Field.Root>
  )
}
