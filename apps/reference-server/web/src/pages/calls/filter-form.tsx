import type { ReactNode } from 'react'

import { outcomeWords } from '../../lib/call-words.ts'
import { Button } from '../../ui/button.tsx'
import fieldStyles from '../../ui/text-field.module.css'
import { filterNames } from './call-filter.ts'
import styles from './filter-form.module.css'

type FilterFormProps = {
  /** What the page's address says. */
  readonly search: URLSearchParams
  readonly onChange: (name: string, value: string) => void
  readonly onClear: () => void
}

/** Narrows the list as soon as something is chosen. */
export function FilterForm({ search, onChange, onClear }: FilterFormProps) {
  const isNarrowed = filterNames.some((name) => search.has(name))
  const bind = (name: string) => ({
    name,
    value: search.get(name) ?? '',
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(name, event.target.value),
    className: fieldStyles['input'],
  })
  return (
    <search className={styles['filter']} aria-label="Narrow the calls">
      <Labelled label="Outcome">
        <select {...bind('outcome')}>
          <option value="">Any outcome</option>
          {Object.entries(outcomeWords).map(([outcome, word]) => (
            <option key={outcome} value={outcome}>
              {word}
            </option>
          ))}
        </select>
      </Labelled>
      <Labelled label="Direction">
        <select {...bind('direction')}>
          <option value="">In and out</option>
          <option value="inbound">Incoming</option>
          <option value="outbound">Called by us</option>
        </select>
      </Labelled>
      <Labelled label="Connected">
        <select {...bind('connected')}>
          <option value="">Either</option>
          <option value="true">Connected</option>
          <option value="false">Never connected</option>
        </select>
      </Labelled>
      <Labelled label="From">
        <input type="date" {...bind('from')} />
      </Labelled>
      <Labelled label="To">
        <input type="date" {...bind('to')} />
      </Labelled>
      <Button kind="quiet" onClick={onClear} disabled={!isNarrowed} className={styles['clear']}>
        Clear
      </Button>
    </search>
  )
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className={styles['field']}>
      <span className={styles['label']}>{label}</span>
      {children}
    </label>
  )
}
