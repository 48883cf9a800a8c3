import { readFileSync } from 'node:fs'

import { defineConfig } from 'tsup'

/**
 * The build of a published package: one entry for each of its `exports`, ESM and declarations.
 * Dependencies and peers stay outside the bundle.
 */
export function packageBuild() {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    exports: Record<string, string | Record<string, string>>
  }
  const entry = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [] : [target['cloudgreet-source'] as string],
  )
  return defineConfig({ entry, format: ['esm'], dts: true, sourcemap: true, clean: true, target: 'node22' })
}
