import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

import { getJson, login, postJson, register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import type { RunningServer } from '../support/running-server.ts'

const makeCanary = (kind: string) => `canary-${kind}-${crypto.randomUUID()}`

describe('secrets', () => {
  onEachDatabase(
    (server) => {
      it('stay out of every column of every table, out of the log and out of what the vendors got', async () => {
        const password = makeCanary('password')
        const { user, token, refreshToken = '' } = await register(server(), { password })
        const session = await login(server(), user.email, password)
        const canaries = [password, token, refreshToken, session.token, session.refreshToken ?? '']
        expect(canaries.every((canary) => canary.length > 20)).toBe(true)
        for (const canary of canaries) {
          expect(await findInDatabase(server(), canary)).toEqual([])
          expect(findOnDisk(server(), canary)).toEqual([])
        }
      })

      it('would be found: the search finds an email and the input of a workflow', async () => {
        const { user } = await register(server())
        expect(await findInDatabase(server(), user.email)).toEqual(
          expect.arrayContaining(['auth.users', 'public.custom_users']),
        )
        const [registration] = await server().sql<{ id: string }>(
          `SELECT id FROM registrations WHERE email = '${user.email}'`,
        )
        expect(await findInDatabase(server(), registration?.id ?? '')).toContain('dbos.workflow_status')
      })

      it('stay out of the log when they are wrong, too', async () => {
        const { user } = await register(server())
        const [password, bearer, ticket] = [makeCanary('wrong'), makeCanary('bearer'), makeCanary('ticket')]
        const refusals = [
          await postJson(server(), '/api/auth/login', { email: user.email, password }),
          await getJson(server(), '/api/dashboard/data', bearer),
          await getJson(server(), '/api/health/detailed', `eyJhbGciOiJIUzI1NiJ9.${bearer}.x`),
          await postJson(server(), '/api/auth/refresh', { refreshToken: bearer }),
          await getJson(server(), `/api/websocket/dashboard/${crypto.randomUUID()}?ticket=${ticket}`),
        ]
        expect(refusals.every(({ status }) => status >= 400 && status < 500)).toBe(true)
        for (const canary of [password, bearer, ticket]) {
          expect(findOnDisk(server(), canary)).toEqual([])
          expect(await findInDatabase(server(), canary)).toEqual([])
        }
      })
    },
    { CLOUDGREET_LOG_LEVEL: 'debug' },
  )
})

interface TableName {
  readonly schema: string
  readonly name: string
}

/** Tables that hold the text in any column, whatever its type: as text, and inside bytes. */
async function findInDatabase(server: RunningServer, text: string): Promise<string[]> {
  const tables = await server.sql<TableName>(
    `SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  )
  expect(new Set(tables.map(({ schema }) => schema))).toEqual(new Set(['public', 'auth', 'dbos']))
  const hex = Buffer.from(text).toString('hex')
  const searches = tables.map(
    ({ schema, name }) =>
      `SELECT '${schema}.${name}' AS place FROM "${schema}"."${name}" AS item
       WHERE item::text LIKE '%${text}%' OR item::text LIKE '%${hex}%'`,
  )
  const found = await server.sql<{ place: string }>(searches.join(' UNION '))
  return found.map(({ place }) => place)
}

/** Where the text stands in the server's log lines or in the logs and ledgers of its data folder. */
function findOnDisk(server: RunningServer, text: string): string[] {
  const places = readdirSync(server.dataFolder).filter((name) => /\.(log|jsonl)$/.test(name))
  expect(places).toContain('simulator-ledger.jsonl')
  return [
    ...places.filter((name) => readFileSync(join(server.dataFolder, name), 'utf8').includes(text)),
    ...(JSON.stringify(server.logs).includes(text) ? ['log'] : []),
  ]
}
