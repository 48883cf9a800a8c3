import type { Timer } from '@cloudgreet/core'

/** What the work gives, or undefined once the time is up; the work itself goes on. */
export function withinTime<Result>(
  work: Promise<Result>,
  { limitMs, timer }: { readonly limitMs: number; readonly timer: Timer },
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const callOff = timer.after(limitMs, () => resolve(undefined))
    work.then(resolve, reject).finally(callOff)
  })
}
