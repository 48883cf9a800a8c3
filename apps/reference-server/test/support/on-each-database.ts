import { afterAll, beforeAll, describe, inject } from 'vitest'

import { RunningServer } from './running-server.ts'

/** Runs the tests against a real server on PGlite and against one on PostgreSQL. */
export function onEachDatabase(
  tests: (server: () => RunningServer) => void,
  environment: NodeJS.ProcessEnv = {},
): void {
  describe.each(['PGlite', 'Postgres'])('[%s]', (kind) => {
    let server: RunningServer | undefined
    beforeAll(async () => {
      const postgres = kind === 'Postgres' ? { postgresUrl: inject('postgresUrl') } : {}
      server = await RunningServer.start({ ...postgres, environment })
    })
    afterAll(() => server?.dispose())
    tests(() => {
      if (server === undefined) throw new Error('The server runs only while tests do.')
      return server
    })
  })
}
