import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'

import { CloudGreetError } from '../errors/cloudgreet-error.ts'

/** Another live process has this PGlite folder open; two would destroy it. Stop that one, or use another folder. */
export class DatabaseFolderInUseError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.database-folder-in-use'
  override readonly name = 'DatabaseFolderInUseError'
  readonly code = 'database_folder_in_use'

  constructor(
    readonly folder: string,
    readonly processId: number,
  ) {
    super(
      `Process ${processId} has the database folder ${folder} open. Stop it, or set CLOUDGREET_DATA_DIR to another folder.`,
    )
  }
}

/**
 * Takes the folder for this process by a pid file. A file whose process is dead is taken over.
 *
 * @returns a function that gives the folder back
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'pglite.pid')
  if (!(await createPidFile(path))) {
    const holder = Number(await readFile(path, 'utf8').catch(() => '0'))
    if (isAlive(holder)) throw new DatabaseFolderInUseError(folder, holder)
    await rm(path, { force: true })
    if (!(await createPidFile(path))) throw new DatabaseFolderInUseError(folder, holder)
  }
  return () => rm(path, { force: true })
}

async function createPidFile(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600)
    await file.writeFile(String(process.pid))
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isAlive(processId: number): boolean {
  if (!Number.isInteger(processId) || processId <= 0 || processId === process.pid) return false
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
