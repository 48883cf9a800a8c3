import { Field } from '@base-ui/react/field'
import type { ReactNode } from 'react'

import styles from './choice-field.module.css'

type ChoiceFieldProps = {
  readonly name: string
  readonly isRequired?: boolean
  /** With {@link onCheck}: who renders it keeps its state. */
  readonly isChecked?: boolean
  readonly onCheck?: (isChecked: boolean) => void
  readonly children: ReactNode
}

/** A box to tick, with its sentence beside it. */
export function ChoiceField({ name, isRequired = false, isChecked, onCheck, children }: ChoiceFieldProps) {
  return (
    <Field.Root name={name} className={styles['field'] ?? ''}>
      <Field.Label className={styles['label'] ?? ''}>
        <Field.Control
          render={
            <input
              type="checkbox"
              checked={isChecked}
              onChange={onCheck && (({ target }) => onCheck(target.checked))}
            />
          }
          value="yes"
          required={isRequired}
          className={styles['box'] ?? ''}
        />
        <span>{children}</span>
      </Field.Label>
      <Field.Error className={styles['error'] ?? ''} />
    </Field.Root>
  )
}
