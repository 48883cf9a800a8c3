import { useState } from 'react'

type Identified = { readonly id: string }

/** A list whose newest items wait until they are asked for. */
export type HeldNews<Item> = {
  readonly shown: readonly Item[]
  readonly heldCount: number
  readonly release: () => void
}

/** While held, items that come in above the first one wait, so that nothing moves under the reader's eyes. */
export function useHeldNews<Item extends Identified>(items: readonly Item[], isHeld: boolean): HeldNews<Item> {
  const newestId = items[0]?.id
  const [topId, setTopId] = useState(newestId)
  const heldCount = isHeld
    ? Math.max(
        0,
        items.findIndex(({ id }) => id === topId),
      )
    : 0
  if (heldCount === 0 && topId !== newestId) setTopId(newestId)
  return { shown: items.slice(heldCount), heldCount, release: () => setTopId(newestId) }
}
