import { Field } from '@base-ui/react/field'

import { zoneName } from '../../lib/format-time.ts'
import { Button } from '../../ui/button.tsx'
import fieldStyles from '../../ui/text-field.module.css'
import styles from './hours-field.module.css'
import { weekdays, type OpenSpan, type Weekday, type WeekHours } from './settings-draft.ts'

const MOST_SPANS = 4
const usualSpan: OpenSpan = { opens: '09:00', closes: '17:00' }
const eveningSpan: OpenSpan = { opens: '18:00', closes: '20:00' }

const dayNames: Readonly<Record<Weekday, string>> = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
}

type HoursFieldProps = {
  readonly hours: WeekHours
  readonly timeZone: string
  readonly onEdit: (hours: WeekHours) => void
}

/** When the business is open, day by day; several times a day leave room for a break. */
export function HoursField({ hours, timeZone, onEdit }: HoursFieldProps) {
  return (
    <>
      <p className={fieldStyles['hint']}>In {zoneName(timeZone)} time. Appointments are booked within these hours.</p>
      {weekdays.map((day) => (
        <DayField key={day} day={day} spans={hours[day]} onEdit={(spans) => onEdit({ ...hours, [day]: spans })} />
      ))}
    </>
  )
}

type DayFieldProps = {
  readonly day: Weekday
  readonly spans: readonly OpenSpan[]
  readonly onEdit: (spans: readonly OpenSpan[]) => void
}

function DayField({ day, spans, onEdit }: DayFieldProps) {
  const isOpen = spans.length > 0
  const placed = spans.map((span, place) => ({ span, place }))
  return (
    <fieldset className={styles['day']}>
      <legend className={styles['legend']}>{dayNames[day]}</legend>
      <label className={styles['open']}>
        <input
          type="checkbox"
          checked={isOpen}
          onChange={({ target }) => onEdit(target.checked ? [usualSpan] : [])}
          aria-label={`Open on ${dayNames[day]}`}
        />
        {isOpen ? 'Open' : 'Closed'}
      </label>
      <div className={styles['spans']}>
        {placed.map(({ span, place }) => (
          <SpanField
            key={place}
            name={`hours.${day}.${place}`}
            label={dayNames[day]}
            span={span}
            onEdit={(changed) => onEdit(spans.with(place, changed))}
            onRemove={place === 0 ? undefined : () => onEdit(spans.toSpliced(place, 1))}
          />
        ))}
      </div>
      {isOpen && spans.length < MOST_SPANS && (
        <Button
          kind="quiet"
          onClick={() => onEdit([...spans, eveningSpan])}
          aria-label={`Add a time on ${dayNames[day]}`}
        >
          + Time
        </Button>
      )}
    </fieldset>
  )
}

type SpanFieldProps = {
  /** Path of the span in the settings. */
  readonly name: string
  /** The day. */
  readonly label: string
  readonly span: OpenSpan
  readonly onEdit: (span: OpenSpan) => void
  readonly onRemove: (() => void) | undefined
}

function SpanField({ name, label, span, onEdit, onRemove }: SpanFieldProps) {
  return (
    <div className={styles['span']}>
      <TimeField
        name={`${name}.opens`}
        label={`${label} opens`}
        value={span.opens}
        onEdit={(opens) => onEdit({ ...span, opens })}
      />
      <span className={styles['until']} aria-hidden="true">
        –
      </span>
      <TimeField
        name={`${name}.closes`}
        label={`${label} closes`}
        value={span.closes}
        onEdit={(closes) => onEdit({ ...span, closes })}
      />
      {onRemove !== undefined && (
        <Button kind="quiet" onClick={onRemove} aria-label={`Remove ${span.opens} to ${span.closes} on ${label}`}>
          ✕
        </Button>
      )}
    </div>
  )
}

type TimeFieldProps = {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly onEdit: (value: string) => void
}

function TimeField({ name, label, value, onEdit }: TimeFieldProps) {
  return (
    <Field.Root name={name} className={fieldStyles['field'] ?? ''}>
      <Field.Control
        type="time"
        aria-label={label}
        value={value}
        onValueChange={onEdit}
        required
        className={fieldStyles['input'] ?? ''}
      />
      <Field.Error className={fieldStyles['error'] ?? ''} />
    </Field.Root>
  )
}
