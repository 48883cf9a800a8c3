import { Link } from 'wouter'

import type { Insight, Insights } from '../../lib/client.ts'
import styles from './insight-list.module.css'

/** One finding after the other: what it is, the words that show it, the numbers that it rests on. */
export function InsightList({ insights: { insights, metrics } }: { readonly insights: Insights }) {
  return (
    <ul className={styles['list']}>
      {insights.map((insight) => (
        <li key={`${insight.rule} ${insight.title}`} className={styles['insight']}>
          <h3 className={styles['title']}>{insight.title}</h3>
          <p>{insight.detail}</p>
          {insight.evidence.length > 0 && <EvidenceList evidence={insight.evidence} title={insight.title} />}
          <Numbers names={insight.metrics} metrics={metrics} />
        </li>
      ))}
    </ul>
  )
}

type EvidenceListProps = { readonly evidence: Insight['evidence']; readonly title: string }

function EvidenceList({ evidence, title }: EvidenceListProps) {
  return (
    <ul className={styles['evidence']} aria-label={`Calls that show: ${title}`}>
      {evidence.map(({ callId, quote }) => (
        <li key={`${callId} ${quote}`}>
          {quote === '' ? <p className={styles['silent']}>Nobody took this call.</p> : <q>{quote}</q>}{' '}
          <Link href={`/dashboard/calls/${callId}`} aria-label={toLinkName(quote)} className={styles['link'] ?? ''}>
            Open the call
          </Link>
        </li>
      ))}
    </ul>
  )
}

function toLinkName(quote: string): string {
  return quote === '' ? 'Open the call that nobody took' : `Open the call with the words ${quote}`
}

type NumbersProps = { readonly names: readonly string[]; readonly metrics: Insights['metrics'] }

function Numbers({ names, metrics }: NumbersProps) {
  if (names.length === 0) return null
  return (
    <dl className={styles['numbers']} aria-label="Numbers that this rests on">
      {names.map((name) => (
        <div key={name}>
          <dt>{name.replace(/_percent$/, '').replaceAll('_', ' ')}</dt>
          <dd>
            {metrics[name]}
            {name.endsWith('_percent') && ' %'}
          </dd>
        </div>
      ))}
    </dl>
  )
}
