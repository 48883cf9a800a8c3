/** Goes where the person wanted to go. */
export type Leaving = () => void

type Guard = (leave: Leaving) => void

let guard: Guard | undefined

/**
 * Has navigation inside the console held back: the guard decides whether it goes on.
 *
 * @returns ends it
 */
export function guardNavigation(hold: Guard): () => void {
  guard = hold
  return () => {
    if (guard === hold) guard = undefined
  }
}

/** Goes on at once when nothing is guarded. */
export function navigateGuarded(leave: Leaving): void {
  if (guard === undefined) leave()
  else guard(leave)
}
