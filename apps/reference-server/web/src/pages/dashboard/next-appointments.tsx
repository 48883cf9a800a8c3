import type { Appointment } from '../../lib/client.ts'
import { zoneName } from '../../lib/format-time.ts'
import { AppointmentList } from '../../ui/appointment-list.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

type NextAppointmentsProps = {
  readonly appointments: readonly Appointment[]
  readonly timeZone: string
}

export function NextAppointments({ appointments, timeZone }: NextAppointmentsProps) {
  return (
    <Card title={`Appointments (${zoneName(timeZone)} time)`}>
      {appointments.length === 0 ? (
        <EmptyState title="Nothing is booked">What your assistant books on a call stands here.</EmptyState>
      ) : (
        <AppointmentList appointments={appointments} timeZone={timeZone} />
      )}
    </Card>
  )
}
