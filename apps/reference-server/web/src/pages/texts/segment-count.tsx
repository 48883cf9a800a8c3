import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { client } from '../../lib/client.ts'
import styles from './composer.module.css'

const PAUSE_MS = 250

/** In how many parts the carriers send and charge the text, counted by the server once the typing pauses. */
export function SegmentCount({ id, text }: { readonly id: string; readonly text: string }) {
  const settledText = useSettled(text)
  const { data } = useQuery({
    queryKey: ['preview', settledText],
    queryFn: ({ signal }) => client.messages.preview(settledText, { signal }),
    enabled: settledText !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  const isCounted = data !== undefined && settledText !== '' && text !== ''
  return (
    <p id={id} className={styles['count']}>
      {isCounted
        ? `${data.segments === 1 ? '1 segment' : `${data.segments} segments`} · ${data.characters} characters, ${data.remaining} left in the last`
        : 'Sent from your line'}
      {isCounted && data.encoding === 'UCS-2' && ' · with emoji or special letters a segment holds less'}
    </p>
  )
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
