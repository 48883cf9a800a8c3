import { useMutation, useQueryClient } from '@tanstack/react-query'

import { client, type Business, type Dashboard } from '../../lib/client.ts'
import { toShownProblem } from '../../lib/problem.ts'
import { dashboardQuery } from '../../lib/queries.ts'
import { useIsOnline } from '../../lib/use-is-online.ts'
import { Badge, type BadgeTone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import styles from './settings-page.module.css'

type AgentStatus = Business['agentStatus']

const states: Readonly<Record<AgentStatus, readonly [BadgeTone, string, string]>> = {
  active: ['ok', 'Answering', 'Your assistant takes the calls to your line.'],
  paused: ['warn', 'Paused', 'Your assistant takes no calls.'],
  drifted: ['warn', 'Being repaired', 'Your assistant answers, but not in all as it is set here. It repairs itself.'],
  inactive: ['bad', 'Not answering', 'Your assistant is there, but callers do not reach it.'],
  missing: ['bad', 'Missing', 'Your line has no assistant now. It is made again by itself.'],
}

/** Whether the assistant answers, and the switch. It works at once and can be taken back at once. */
export function AgentCard({ business }: { readonly business: Business }) {
  const queries = useQueryClient()
  const isOnline = useIsOnline()
  const change = useMutation({
    mutationFn: (agentPaused: boolean) => client.business.update({ agentPaused }),
    onSuccess: (saved) =>
      queries.setQueryData<Dashboard>(dashboardQuery.queryKey, (known) => known && { ...known, business: saved }),
  })
  const [tone, word, meaning] = states[business.agentStatus]
  const { agentPaused } = business
  return (
    <Card title="Assistant" aside={<Badge tone={tone}>{word}</Badge>}>
      <div className={styles['agent']}>
        <p>
          {meaning} {agentPaused ? 'Texts go on.' : 'While it is paused, it takes no calls; texts go on.'}
        </p>
        {change.error !== null && (
          <ProblemNotice title="The assistant was not changed" problem={toShownProblem(change.error)} />
        )}
        <Button disabled={change.isPending || !isOnline} onClick={() => change.mutate(!agentPaused)}>
          {agentPaused ? 'Resume answering' : 'Pause answering'}
        </Button>
      </div>
    </Card>
  )
}
