import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import pg from 'pg'

import { lockFolder } from './folder-lock.ts'

export interface EmbeddedDatabase {
  readonly pglite: PGlite
  readonly Client: typeof pg.Client
  close(): Promise<void>
}

/**
 * PGlite in `<folder>/pglite`, or in memory. The first start makes the cluster beside its place and renames it,
 * so a kill in the middle leaves nothing half made.
 */
export async function openPglite(folder: string | undefined): Promise<EmbeddedDatabase> {
  const unlock = folder === undefined ? undefined : await lockFolder(folder)
  try {
    const pglite = await openCluster(folder)
    return {
      pglite,
      Client: clientOver(pglite),
      close: async () => {
        await pglite.close()
        await unlock?.()
      },
    }
  } catch (error) {
    await unlock?.()
    throw error
  }
}

async function openCluster(folder: string | undefined): Promise<PGlite> {
  const extensions = { btree_gist }
  if (folder === undefined) return PGlite.create({ extensions })
  const cluster = join(folder, 'pglite')
  if (!existsSync(cluster)) {
    const unfinished = join(folder, 'pglite.unfinished')
    await rm(unfinished, { recursive: true, force: true })
    const first = await PGlite.create({ dataDir: unfinished, extensions })
    await first.close()
    await rename(unfinished, cluster)
  }
  return PGlite.create({ dataDir: cluster, extensions })
}

/**
 * A `pg` client over the one PGlite session. The pool may discard a client in the middle of a transaction;
 * the next one begins with ROLLBACK, so that nothing of it stays open, and forgets the statements it had prepared,
 * so that their names are free.
 */
function clientOver(pglite: PGlite): typeof pg.Client {
  return class PgliteClient extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      super({ ...config, ...createPgConfig(pglite) } as pg.ClientConfig)
    }

    override connect(): Promise<pg.Client>
    override connect(callback: (error: Error) => void): void
    override connect(callback?: (error: Error) => void): Promise<pg.Client> | void {
      const connected = (super.connect() as unknown as Promise<void>).then(() => this.query('ROLLBACK; DEALLOCATE ALL'))
      if (callback === undefined) return connected.then(() => this)
      connected.then(() => callback(undefined as unknown as Error), callback)
    }
  } as typeof pg.Client
}
