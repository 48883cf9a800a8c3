import { queryOptions } from '@tanstack/react-query'

import { client } from './client.ts'

const LISTED = 50
/** How often the server is asked whether the result it is making is there. */
const REFRESHED_EVERY_MS = 2_000

export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: async ({ signal }) => client.dashboard.get({ signal }),
})

export function callQuery(id: string) {
  return queryOptions({ queryKey: ['call', id], queryFn: async ({ signal }) => client.calls.get(id, { signal }) })
}

export const textsQuery = queryOptions({
  queryKey: ['texts'],
  queryFn: async ({ signal }) => client.messages.list({ limit: LISTED, signal }).page(),
})

export const appointmentsQuery = queryOptions({
  queryKey: ['appointments'],
  queryFn: async ({ signal }) =>
    client.appointments.list({ from: new Date().toISOString(), limit: LISTED, signal }).page(),
})

export const insightsQuery = queryOptions({
  queryKey: ['insights'],
  queryFn: async ({ signal }) => client.insights.get({ signal }),
  refetchInterval: ({ state }) => state.data?.isRefreshing === true && REFRESHED_EVERY_MS,
})
