import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { publishedPackages, type PublishedPackage } from './published-packages.ts'

const requiredFiles = ['README.md', 'CHANGELOG.md', 'tsconfig.json', 'tsup.config.ts', 'package.json']
const readmeSections = ['## Install', '## Example', '## API', '## Errors']

/** What a package lacks of the face that all packages share. */
function faults({ folder, manifest }: PublishedPackage): string[] {
  const missing = requiredFiles.filter((file) => !existsSync(join(folder, file)))
  const readme = existsSync(join(folder, 'README.md')) ? readFileSync(join(folder, 'README.md'), 'utf8') : ''
  const sections = readmeSections.filter((section) => !readme.includes(`\n${section}`))
  const sources = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
    typeof target === 'string' || existsSync(join(folder, target['cloudgreet-source'] ?? '')) ? [] : [subpath],
  )
  return [
    ...missing.map((file) => `has no ${file}`),
    ...sections.map((section) => `README.md has no section "${section}"`),
    ...sources.map((subpath) => `exports ${subpath}, whose source does not exist`),
    ...(manifest.type === 'module' && manifest.sideEffects === false ? [] : ['is not ESM without side effects']),
    ...(manifest.license === 'MIT' && manifest.engines.node === '>=22' ? [] : ['states another licence or Node']),
  ]
}

let count = 0
for (const published of publishedPackages()) {
  for (const fault of faults(published)) {
    console.error(`${published.folder} ${fault}`)
    count += 1
  }
}
console.log(`package faces: ${count} faults in ${publishedPackages().length} packages`)
process.exitCode = count > 0 ? 1 : 0
