import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { client, type Business, type Dashboard } from '../../lib/client.ts'
import { dashboardQuery } from '../../lib/queries.ts'
import { useIsOnline } from '../../lib/use-is-online.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Form } from '../../ui/form.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { QueryBody } from '../../ui/query-card.tsx'
import { AgentCard } from './agent-card.tsx'
import { HoursField } from './hours-field.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { BookingFields, LineFields, PrivacyFields } from './settings-fields.tsx'
import { isChanged, toChange, toDraft, toFormField, type SettingsDraft } from './settings-draft.ts'
import styles from './settings-page.module.css'

/** What the owner sets: the assistant's state at once, the rest when it is saved. */
export function SettingsPage() {
  const query = useQuery(dashboardQuery)
  return (
    <div className={styles['page']}>
      <PageHead title="Settings" />
      <QueryBody query={query} subject="Your settings" skeletonLines={12}>
        {({ business }) => (
          <>
            <AgentCard business={business} />
            <SettingsForm business={business} />
          </>
        )}
      </QueryBody>
    </div>
  )
}

function SettingsForm({ business }: { readonly business: Business }) {
  const queries = useQueryClient()
  const isOnline = useIsOnline()
  const [edited, setEdited] = useState<SettingsDraft>()
  const [isSaved, setIsSaved] = useState(false)
  const draft = edited ?? toDraft(business)
  const change = toChange(draft, business)
  const isDirty = isChanged(change)

  const edit = (part: Partial<SettingsDraft>) => {
    setIsSaved(false)
    setEdited({ ...draft, ...part })
  }
  const save = async () => {
    const saved = await client.business.update(change)
    queries.setQueryData<Dashboard>(dashboardQuery.queryKey, (known) => known && { ...known, business: saved })
    setEdited(undefined)
    setIsSaved(true)
  }
  return (
    <>
      <LeaveGuard isDirty={isDirty} />
      <Form
        submitLabel="Save changes"
        busyLabel="Saving…"
        failureTitle="Your changes were not saved"
        onSubmit={save}
        fieldOf={toFormField}
        isIdle={!isDirty || !isOnline}
        aside={
          <FormState isDirty={isDirty} isSaved={isSaved} isOnline={isOnline} onDiscard={() => setEdited(undefined)} />
        }
      >
        <Card title="Your line">
          <LineFields draft={draft} onEdit={edit} />
        </Card>
        <Card title="Opening hours">
          <HoursField hours={draft.hours} timeZone={business.timeZone} onEdit={(hours) => edit({ hours })} />
        </Card>
        <Card title="Booking">
          <BookingFields draft={draft} onEdit={edit} />
        </Card>
        <Card title="Insights">
          <PrivacyFields draft={draft} onEdit={edit} />
        </Card>
      </Form>
    </>
  )
}

type SaveState = { readonly isDirty: boolean; readonly isSaved: boolean; readonly isOnline: boolean }

function FormState({ onDiscard, ...state }: SaveState & { readonly onDiscard: () => void }) {
  return (
    <>
      {state.isDirty && <Button onClick={onDiscard}>Discard changes</Button>}
      <output className={styles['state']}>{toStateWords(state)}</output>
    </>
  )
}

function toStateWords({ isDirty, isSaved, isOnline }: SaveState): string {
  if (isDirty && !isOnline) return 'You are offline. Save once you are back.'
  if (isDirty) return 'Unsaved changes'
  return isSaved ? 'Saved. Your assistant follows within a minute.' : ''
}
