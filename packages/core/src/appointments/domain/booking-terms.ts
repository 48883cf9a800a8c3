import type { BookingRules, BusinessHours } from '../../contract/dashboard.ts'

/** What a business says about its appointments. */
export interface BookingTerms {
  /** IANA name: hours and days are those of its wall clock. */
  readonly timeZone: string
  /** Null: {@link defaultHours}. */
  readonly hours: BusinessHours | null
  readonly rules: BookingRules | null
  readonly services: readonly string[]
}

const workday = [{ opens: '09:00', closes: '17:00' }] as const

/** The hours of a business that has not said any: Monday to Friday, 9 to 5. */
export const defaultHours: BusinessHours = {
  monday: [...workday],
  tuesday: [...workday],
  wednesday: [...workday],
  thursday: [...workday],
  friday: [...workday],
}

/** The rules with what a business that says nothing gets. */
export function toRules({ rules }: BookingTerms) {
  return {
    durationMinutes: rules?.durationMinutes ?? 60,
    noticeMinutes: rules?.noticeMinutes ?? 60,
    horizonDays: rules?.horizonDays ?? 60,
    bufferMinutes: rules?.bufferMinutes ?? 0,
    closedDates: rules?.closedDates ?? [],
    serviceMinutes: rules?.serviceMinutes ?? {},
  }
}

/**
 * The service as the business writes it; null when none was asked for, undefined when the business has no such one.
 * A business that lists no services takes any.
 */
export function findService({ services }: BookingTerms, wanted: string | undefined): string | null | undefined {
  const name = wanted?.trim() ?? ''
  if (name === '') return null
  if (services.length === 0) return name
  return services.find((service) => service.toLowerCase() === name.toLowerCase())
}

/** Minutes that an appointment for the service takes. */
export function toLengthMinutes(terms: BookingTerms, service: string | null): number {
  const { serviceMinutes, durationMinutes } = toRules(terms)
  const own = service === null || !Object.hasOwn(serviceMinutes, service) ? undefined : serviceMinutes[service]
  return own ?? durationMinutes
}
