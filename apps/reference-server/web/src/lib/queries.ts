import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'

import { client, type CallChoice } from './client.ts'

const LISTED = 50
const CALLS_PER_PAGE = 25
const CALLER_MESSAGES_PER_PAGE = 10
/** How often the server is asked whether the result it is making is there. */
const REFRESHED_EVERY_MS = 2_000

type Page = { readonly nextCursor: string | null }
const firstPage: string | undefined = undefined
const toNextPage = ({ nextCursor }: Page) => nextCursor ?? undefined

export const dashboardQuery = queryOptions({
  queryKey: ['dashboard'],
  queryFn: async ({ signal }) => client.dashboard.get({ signal }),
})

export function callQuery(id: string) {
  return queryOptions({ queryKey: ['call', id], queryFn: async ({ signal }) => client.calls.get(id, { signal }) })
}

const callsKey = ['calls'] as const

export function callsQuery(choice: CallChoice) {
  return infiniteQueryOptions({
    queryKey: [...callsKey, choice],
    queryFn: async ({ pageParam: cursor, signal }) =>
      client.calls.list({ ...choice, limit: CALLS_PER_PAGE, cursor, signal }).page(),
    initialPageParam: firstPage,
    getNextPageParam: toNextPage,
  })
}

export const threadsQuery = infiniteQueryOptions({
  queryKey: ['threads'],
  queryFn: async ({ pageParam: cursor, signal }) => client.messages.threads({ limit: LISTED, cursor, signal }).page(),
  initialPageParam: firstPage,
  getNextPageParam: toNextPage,
})

const threadKey = ['thread'] as const

export function threadQuery(number: string) {
  return infiniteQueryOptions({
    queryKey: [...threadKey, number],
    queryFn: async ({ pageParam: cursor, signal }) => client.messages.thread(number, { limit: LISTED, cursor, signal }),
    initialPageParam: firstPage,
    getNextPageParam: toNextPage,
  })
}

export const callerMessagesQuery = infiniteQueryOptions({
  queryKey: ['caller-messages'],
  queryFn: async ({ pageParam: cursor, signal }) =>
    client.callerMessages.list({ limit: CALLER_MESSAGES_PER_PAGE, cursor, signal }).page(),
  initialPageParam: firstPage,
  getNextPageParam: toNextPage,
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

/** What any event of the business may have changed. */
export const followedKeys = [
  dashboardQuery.queryKey,
  callsKey,
  threadsQuery.queryKey,
  threadKey,
  callerMessagesQuery.queryKey,
  appointmentsQuery.queryKey,
] as const
