import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { RunningServer } from '../../apps/reference-server/test/support/running-server.ts'
import { importNames, publishedPackages, type PublishedPackage } from './published-packages.ts'

/**
 * Packs each package, installs it in an empty project without install scripts, imports every subpath,
 * checks the types with `skipLibCheck: false`, and runs the example of its README.
 */
const scratch = mkdtempSync(join(tmpdir(), 'cloudgreet-packed-'))
const { devDependencies: tools } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  devDependencies: Record<string, string>
}

const owner = { email: 'owner@example.com', password: 'an example of a password' }

function execute(folder: string, program: string, ...args: string[]): string {
  try {
    const env = { ...process.env, PASSWORD: owner.password }
    return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', env, timeout: 180_000 })
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }
    throw new Error(`${program} ${args.join(' ')} failed in ${folder}:\n${stdout}\n${stderr}`, { cause: error })
  }
}

function pack(folder: string): string {
  const [packed] = JSON.parse(execute(folder, 'npm', 'pack', '--json', '--pack-destination', scratch)) as [
    { filename: string },
  ]
  return join(scratch, packed.filename)
}

/** The first TypeScript block of the README, asking the server that runs here instead of the reader's. */
function readmeExample(folder: string, serverUrl: string): string {
  const example = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(folder, 'README.md'), 'utf8'))?.[1]
  if (example === undefined) throw new Error(`${folder}/README.md has no TypeScript example.`)
  return example.replaceAll('http://127.0.0.1:3000', serverUrl)
}

function writeProject(project: string, published: PublishedPackage, serverUrl: string): void {
  mkdirSync(project)
  const imports = importNames(published)
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  writeFileSync(join(project, 'example.ts'), readmeExample(published.folder, serverUrl))
  writeFileSync(
    join(project, 'imports.ts'),
    imports.map((name, index) => `import * as subpath${index} from '${name}'\nvoid subpath${index}\n`).join(''),
  )
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023', 'DOM', 'DOM.Iterable', 'ESNext.Disposable'],
    module: 'NodeNext',
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    types: ['node'],
    verbatimModuleSyntax: true,
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
}

function checkPackage(published: PublishedPackage, tarballs: ReadonlyMap<string, string>, serverUrl: string): void {
  const { name, dependencies = {}, peerDependencies = {} } = published.manifest
  const siblings = Object.keys(dependencies).filter((dependency) => tarballs.has(dependency))
  const project = join(scratch, name.replace('/', '-'))
  writeProject(project, published, serverUrl)
  const peers = Object.entries(peerDependencies).map(([peer, version]) => `${peer}@${version}`)
  const wanted = [name, ...siblings].map((dependency) => tarballs.get(dependency) as string)
  const types = [`typescript@${tools.typescript}`, `@types/node@${tools['@types/node']}`, '@types/pg@8.23.1']
  execute(project, 'npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', ...wanted, ...peers, ...types)
  execute(project, 'npx', '--no-install', 'tsc', '-p', '.')
  execute(project, process.execPath, 'imports.ts')
  execute(project, process.execPath, 'example.ts')
  console.log(`${name}: ${importNames(published).length} entries imported, types checked, example run`)
}

function checkMetadata({ folder, manifest }: PublishedPackage, tarball: string): void {
  const bin = (name: string) => resolve('node_modules/.bin', name)
  execute(folder, bin('publint'), '--strict', tarball)
  execute(folder, bin('attw'), tarball, '--profile', 'esm-only')
  console.log(`${manifest.name}: publint and attw clean`)
}

const server = await RunningServer.start({
  environment: { DEMO_OWNER_EMAIL: owner.email, DEMO_OWNER_PASSWORD: owner.password },
})
try {
  const packages = publishedPackages()
  const tarballs = new Map(packages.map(({ folder, manifest }) => [manifest.name, pack(folder)]))
  for (const published of packages) {
    checkMetadata(published, tarballs.get(published.manifest.name) as string)
    checkPackage(published, tarballs, server.url)
  }
} finally {
  await server.dispose()
  rmSync(scratch, { recursive: true, force: true })
}
