import { Field } from '@base-ui/react/field'

import fieldStyles from './text-field.module.css'

type LinesFieldProps = {
  readonly name: string
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onEdit: (value: string) => void
  readonly rows: number
  /** In characters. Default: no limit. */
  readonly longest?: number
}

/** Text of several lines with its label above, a hint, and what is wrong with it below. */
export function LinesField({ name, label, hint, value, onEdit, rows, longest }: LinesFieldProps) {
  return (
    <Field.Root name={name} className={fieldStyles['field'] ?? ''}>
      <Field.Label className={fieldStyles['label'] ?? ''}>{label}</Field.Label>
      <Field.Description className={fieldStyles['hint'] ?? ''}>{hint}</Field.Description>
      <Field.Control
        render={<textarea rows={rows} maxLength={longest} />}
        value={value}
        onValueChange={onEdit}
        className={[fieldStyles['input'], fieldStyles['lines']].join(' ')}
      />
      <Field.Error className={fieldStyles['error'] ?? ''} />
    </Field.Root>
  )
}
