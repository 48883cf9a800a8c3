import type { Appointment } from '../lib/client.ts'
import { formatPhone } from '../lib/format-phone.ts'
import { formatDay, formatTime } from '../lib/format-time.ts'
import styles from './appointment-list.module.css'
import { Badge } from './badge.tsx'

type AppointmentListProps = {
  readonly appointments: readonly Appointment[]
  readonly timeZone: string
}

export function AppointmentList({ appointments, timeZone }: AppointmentListProps) {
  return (
    <ul className={styles['list']}>
      {appointments.map((appointment) => (
        <li key={appointment.id} className={styles['appointment']}>
          <time dateTime={appointment.startsAt} className={styles['when']}>
            {formatDay(appointment.startsAt, timeZone)}
            <span>
              {formatTime(appointment.startsAt, timeZone)} – {formatTime(appointment.endsAt, timeZone)}
            </span>
          </time>
          <div>
            <p className={styles['who']}>{appointment.customerName}</p>
            <p className={styles['what']}>
              {appointment.service !== null && <span>{appointment.service} </span>}
              {appointment.customerPhone !== null && (
                <a href={`tel:${appointment.customerPhone}`}>{formatPhone(appointment.customerPhone)}</a>
              )}
            </p>
          </div>
          {appointment.status !== 'booked' && (
            <Badge tone="neutral">{appointment.status === 'cancelled' ? 'Cancelled' : 'Done'}</Badge>
          )}
        </li>
      ))}
    </ul>
  )
}
