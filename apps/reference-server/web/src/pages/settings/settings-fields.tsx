import { ChoiceField } from '../../ui/choice-field.tsx'
import { LinesField } from '../../ui/lines-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import type { RuleName, SettingsDraft } from './settings-draft.ts'
import styles from './settings-page.module.css'

type FieldsProps = {
  readonly draft: SettingsDraft
  readonly onEdit: (part: Partial<SettingsDraft>) => void
}

export function LineFields({ draft, onEdit }: FieldsProps) {
  return (
    <div className={styles['fields']}>
      <TextField
        name="businessName"
        label="Business name"
        value={draft.businessName}
        onChange={({ target }) => onEdit({ businessName: target.value })}
        autoComplete="organization"
        maxLength={120}
        required
      />
      <TextField
        name="forwardNumber"
        label="Forward number"
        hint="Urgent calls are put through to it. Empty: the assistant takes a message instead."
        type="tel"
        autoComplete="tel"
        value={draft.forwardNumber}
        onChange={({ target }) => onEdit({ forwardNumber: target.value })}
      />
      <LinesField
        name="greeting"
        label="Greeting"
        hint="That the caller speaks with an AI assistant and that the call is recorded is always said, too. Empty: the usual greeting."
        value={draft.greeting}
        onEdit={(greeting) => onEdit({ greeting })}
        rows={3}
        longest={600}
      />
      <LinesField
        name="services"
        label="Services"
        hint="What callers can ask for, one a line."
        value={draft.services}
        onEdit={(services) => onEdit({ services })}
        rows={5}
      />
    </div>
  )
}

type RuleField = {
  readonly name: RuleName
  readonly label: string
  readonly min: number
  readonly max: number
}

const ruleFields: readonly RuleField[] = [
  { name: 'durationMinutes', label: 'Length of an appointment (minutes)', min: 5, max: 480 },
  { name: 'bufferMinutes', label: 'Pause between appointments (minutes)', min: 0, max: 240 },
  { name: 'noticeMinutes', label: 'Earliest, from now (minutes)', min: 0, max: 43_200 },
  { name: 'horizonDays', label: 'Latest, from now (days)', min: 1, max: 365 },
]

export function BookingFields({ draft, onEdit }: FieldsProps) {
  return (
    <div className={styles['fields']}>
      <div className={styles['pair']}>
        {ruleFields.map(({ name, label, min, max }) => (
          <TextField
            key={name}
            name={`bookingRules.${name}`}
            label={label}
            type="number"
            inputMode="numeric"
            min={min}
            max={max}
            placeholder="Usual"
            value={draft.rules[name]}
            onChange={({ target }) => onEdit({ rules: { ...draft.rules, [name]: target.value } })}
          />
        ))}
      </div>
      <LinesField
        name="bookingRules.closedDates"
        label="Closed on"
        hint="Holidays and days off, one date a line, like 2026-12-25."
        value={draft.closedDates}
        onEdit={(closedDates) => onEdit({ closedDates })}
        rows={3}
      />
    </div>
  )
}

export function PrivacyFields({ draft, onEdit }: FieldsProps) {
  return (
    <ChoiceField
      name="insightsEnabled"
      isChecked={draft.insightsEnabled}
      onCheck={(insightsEnabled) => onEdit({ insightsEnabled })}
    >
      Read the calls of the last 30 days for insights. Off: nothing is read, and the page Insights stays empty.
    </ChoiceField>
  )
}
