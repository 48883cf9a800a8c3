import { setTimeout as sleep } from 'node:timers/promises'

import type { Call, CallDetail, Dashboard, Message } from '@cloudgreet/core/contract'

import { readDemoCredentials } from '../sandbox/demo-credentials.ts'
import { readSimulatorFile } from '../sandbox/simulator-file.ts'
import { readArguments } from './read-arguments.ts'
import { endWith, exitCodes, requireSecrets, requireSettings } from './server-address.ts'
import { controlFaults, faultUsage } from './simulate-faults.ts'

/** How long an automatic answer is waited for, in milliseconds. */
const answerWaitMs = 5_000
const person = '+13125550177'

const usage = `Say what:
  npm run simulate -- call [--route call-control [--agent-down] [--owner busy|no_answer]]
  npm run simulate -- text "STOP"
  ${faultUsage}`

const { values: flags, positionals } = readArguments(usage, {
  route: { type: 'string', default: 'trunk' },
  'agent-down': { type: 'boolean', default: false },
  owner: { type: 'string', default: 'answers' },
  times: { type: 'string' },
  delay: { type: 'string' },
  code: { type: 'string' },
  effect: { type: 'string' },
})
const [what = '', text, ...others] = positionals
const isKnown =
  ['fault', 'faults', 'ledger'].includes(what) ||
  (what === 'call' && text === undefined) ||
  (what === 'text' && text !== undefined && others.length === 0)
const isPossible =
  ['trunk', 'call-control'].includes(flags.route) && ['answers', 'busy', 'no_answer'].includes(flags.owner)
if (!isKnown || !isPossible) endWith(exitCodes.badConfiguration, usage)

const settings = await requireSettings()
const { dataFolder } = settings
const simulator =
  (await readSimulatorFile(dataFolder)) ??
  endWith(exitCodes.failed, 'No simulator runs for this data folder: run npm start first.')
if (await controlFaults(simulator, positionals, flags)) process.exit()

const demo =
  (await readDemoCredentials(dataFolder)) ??
  endWith(exitCodes.failed, 'This data folder has no demo tenant: run npm start first.')

const token = await login()
const before = await readDashboard()
const number = before.business.phoneNumber ?? endWith(exitCodes.failed, 'The demo business has no number.')
await (what === 'call' ? simulateCall() : simulateText(text ?? ''))

async function simulateCall(): Promise<void> {
  const { route } = flags
  if (route !== 'trunk') await switchRoute(route)
  print(`${person} calls ${number}${route === 'trunk' ? '' : `, route ${route}`} …`)
  const people = { agentDown: flags['agent-down'], owner: flags.owner }
  await control('/calls', { to: number, from: person, speed: 20, wait: true, ...people })
  const [after, call] = await waitForCall()
  if (route !== 'trunk') {
    await printFailover(call)
    await switchRoute('trunk')
  }
  print(
    `Call ${call.id}: ${call.status}, outcome ${call.outcome ?? '-'}, ${Math.round((call.durationMs ?? 0) / 1_000)} s`,
  )
  if (call.summary !== null) print(`Summary: ${call.summary}`)
  const known = new Set(before.appointments.map(({ id }) => id))
  for (const booked of after.appointments.filter(({ id }) => !known.has(id)))
    print(`Booked: ${booked.customerName}, ${formatTime(booked.startsAt, after.business.timeZone)}`)
  print(`Calls today: ${before.stats.callsToday} → ${after.stats.callsToday}; events: ${before.seq} → ${after.seq}`)
}

function formatTime(instant: string, timeZone: string): string {
  const shown = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'full', timeStyle: 'short' })
  return `${shown.format(new Date(instant))} (${timeZone})`
}

/** The new call, once its outcome is known. */
async function waitForCall(): Promise<readonly [Dashboard, Call]> {
  const deadline = performance.now() + answerWaitMs
  for (;;) {
    const after = await readDashboard()
    const fresh = after.recentCalls.find(({ id }) => !before.recentCalls.some((known) => known.id === id))
    if (fresh !== undefined && fresh.outcome !== null) return [after, fresh]
    if (performance.now() > deadline) endWith(exitCodes.failed, 'The call did not reach the dashboard.')
    await sleep(200)
  }
}

async function printFailover({ id }: Call): Promise<void> {
  const { failoverReason, recording } = await call<CallDetail>(`/api/calls/${id}`, {}, token)
  print(failoverReason === null ? 'The agent took it.' : `The agent did not take it: ${failoverReason}`)
  if (failoverReason !== null && recording.url !== null) print(`Message: ${recording.url}`)
}

async function switchRoute(route: string): Promise<void> {
  const { internalToken } = await requireSecrets(settings)
  const bearer = settings.INTERNAL_API_TOKEN?.[0] ?? internalToken
  const path = `/api/internal/numbers/${encodeURIComponent(number)}/route`
  await call(path, { method: 'POST', body: JSON.stringify({ route }) }, bearer)
}

async function simulateText(words: string): Promise<void> {
  print(`${person} texts ${number}: ${words}`)
  await control('/texts', { to: number, from: person, text: words, wait: true })
  const fresh = await waitForAnswer()
  if (fresh.length === 0) endWith(exitCodes.failed, 'The text did not reach the dashboard.')
  for (const message of fresh) print(describe(message))
}

/** New texts, the oldest first: what came in, and what was answered if anything was. */
async function waitForAnswer(): Promise<readonly Message[]> {
  const deadline = performance.now() + answerWaitMs
  for (;;) {
    const { messages } = await readDashboard()
    const fresh = messages.filter(({ id }) => !before.messages.some((known) => known.id === id)).toReversed()
    const isAnswered = fresh.some(({ direction }) => direction === 'outbound')
    if (isAnswered || performance.now() > deadline) return fresh
    await sleep(200)
  }
}

function describe({ direction, intent, status, text: words }: Message): string {
  return direction === 'inbound' ? `Received (${intent ?? 'none'}): ${words}` : `We answered (${status}): ${words}`
}

async function login(): Promise<string> {
  const session = await call<{ token: string }>('/api/auth/login', { method: 'POST', body: JSON.stringify(demo.owner) })
  return session.token
}

function readDashboard(): Promise<Dashboard> {
  return call<Dashboard>('/api/dashboard/data', {}, token)
}

async function call<Answer>(path: string, init: RequestInit, bearer?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'x-cloudgreet-client': 'token',
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
  }
  const answer = await fetch(`${simulator.serverUrl}${path}`, { ...init, headers }).catch(() =>
    endWith(exitCodes.failed, `No server answers at ${simulator.serverUrl}: run npm start first.`),
  )
  if (!answer.ok) endWith(exitCodes.failed, `The server answered ${answer.status} to ${path}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

async function control(path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${simulator.controlUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => endWith(exitCodes.failed, `No simulator answers at ${simulator.controlUrl}: run npm start again.`))
  if (!answer.ok) endWith(exitCodes.failed, `The simulator answered ${answer.status}: ${await answer.text()}`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
