import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface PublishedPackage {
  readonly folder: string
  readonly manifest: {
    readonly name: string
    readonly version: string
    readonly type: string
    readonly sideEffects: boolean
    readonly license: string
    readonly files: readonly string[]
    readonly engines: { readonly node: string }
    readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
    readonly dependencies?: Readonly<Record<string, string>>
    readonly peerDependencies?: Readonly<Record<string, string>>
  }
}

/** The packages under `packages/`, in alphabetical order. */
export function publishedPackages(): PublishedPackage[] {
  return readdirSync('packages')
    .sort()
    .map((name) => join('packages', name))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
}

/** `.` and `./postgres` as a consumer writes them: `@cloudgreet/core`, `@cloudgreet/core/postgres`. */
export function importNames({ manifest }: PublishedPackage): string[] {
  return Object.keys(manifest.exports)
    .filter((subpath) => subpath !== './package.json')
    .map((subpath) => manifest.name + subpath.slice(1))
}
