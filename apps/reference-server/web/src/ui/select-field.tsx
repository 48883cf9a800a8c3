import { useId, type ReactNode } from 'react'

import styles from './text-field.module.css'

type SelectFieldProps = {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly defaultValue: string
  /** Its `option` elements. */
  readonly children: ReactNode
}

/** The platform's own list of choices. */
export function SelectField({ name, label, hint, defaultValue, children }: SelectFieldProps) {
  const id = useId()
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles['hint']}>
          {hint}
        </p>
      )}
      <select
        id={id}
        name={name}
        defaultValue={defaultValue}
        className={styles['input']}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      >
        {children}
      </select>
    </div>
  )
}
