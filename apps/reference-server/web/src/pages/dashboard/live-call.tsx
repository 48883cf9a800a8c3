import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import type { Call } from '../../lib/client.ts'
import { formatPhone } from '../../lib/format-phone.ts'
import { callQuery } from '../../lib/queries.ts'
import { CallOutcome } from '../../ui/call-outcome.tsx'
import { Card } from '../../ui/card.tsx'
import { Transcript } from '../../ui/transcript.tsx'
import styles from './live-call.module.css'

const SHOWN_TURNS = 6

/** A call that goes on, with its newest words as they are spoken. */
export function LiveCall({ call }: { readonly call: Call }) {
  const { data } = useQuery(callQuery(call.id))
  const turns = data?.transcript.slice(-SHOWN_TURNS) ?? []
  const other = formatPhone(call.direction === 'inbound' ? call.from : call.to)
  return (
    <Card
      className={styles['card']}
      title={`${call.direction === 'inbound' ? 'Call from' : 'Call to'} ${other}`}
      aside={<CallOutcome call={call} />}
    >
      {turns.length === 0 ? (
        <p className={styles['silent']}>The assistant has picked up. The first words are on their way.</p>
      ) : (
        <Transcript turns={turns} isGrowing />
      )}
      <Link href={`/dashboard/calls/${call.id}`} className={styles['open'] ?? ''}>
        Open the whole call
      </Link>
    </Card>
  )
}
