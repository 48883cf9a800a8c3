import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { expect, it } from 'vitest'

const folder = fileURLToPath(new URL('.', import.meta.url))

it('README.md: its example runs as it stands', async () => {
  const readme = await readFile(join(folder, 'README.md'), 'utf8')
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? ''
  // Inside the package, so that its dependencies are found.
  const place = await mkdtemp(join(folder, '.readme-'))
  try {
    await writeFile(join(place, 'example.ts'), example)
    const parameters = ['--experimental-transform-types', '--conditions=cloudgreet-source', 'example.ts']
    const { stdout } = await promisify(execFile)(process.execPath, parameters, { cwd: place })
    expect(stdout).toContain('concurrency_limit: 20')
  } finally {
    await rm(place, { recursive: true, force: true })
  }
})
