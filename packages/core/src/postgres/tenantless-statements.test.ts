import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

import { describe, expect, it } from 'vitest'

import { ownerConnections, tenantlessPurposes } from './tenantless-purposes.ts'

const workspace = join(import.meta.dirname, '../../../..')

/** Sources that ship: no tests, no contract suites. */
function sourceFiles(): { readonly path: string; readonly text: string }[] {
  return ['packages', 'apps']
    .flatMap((group) => readdirSync(join(workspace, group)).map((name) => join(workspace, group, name, 'src')))
    .flatMap(filesUnder)
    .map((path) => ({ path: relative(workspace, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test(-d)?\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[\\/](testkit|__fixtures__)[\\/]/.test(path))
}

const purpose = /\basOwner\(\s*(?:'([^']+)'|"([^"]+)"|([^'"\s)]))/g

function purposesIn(text: string): string[] {
  return [...text.matchAll(purpose)].map(([, single, double]) => single ?? double ?? '(not a literal)')
}

describe('statements that run without a tenant', () => {
  const files = sourceFiles()

  it('reads the sources of the packages and the apps', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.map(({ path }) => path)).toContain('packages/core/src/postgres/open-database.ts')
  })

  it('finds a purpose wherever it is written', () => {
    expect(purposesIn(`x.asOwner('one', f); asOwner(\n  "two", f); asOwner(name, f)`)).toEqual([
      'one',
      'two',
      '(not a literal)',
    ])
  })

  it('are transactions for the listed purposes only', () => {
    const found = new Set(files.flatMap(({ text }) => purposesIn(text)))
    expect([...found].sort(), 'List a new purpose, and why no tenant can serve, in tenantless-purposes.ts.').toEqual(
      Object.keys(tenantlessPurposes).sort(),
    )
  })

  it("are sent on the owner's connections by the listed files only", () => {
    const found = files
      .filter(({ text }) => /\.tables[<(]|\.pool\b|\bpool\.(query|connect)\(/.test(text))
      .map(({ path }) => path)
    expect(found.sort(), 'List a new file, and why no tenant can serve, in tenantless-purposes.ts.').toEqual(
      Object.keys(ownerConnections).sort(),
    )
  })
})
