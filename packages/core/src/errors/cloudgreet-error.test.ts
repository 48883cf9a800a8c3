import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it, vi } from 'vitest'

import { CloudGreetError } from './cloudgreet-error.ts'
import { InvalidArgumentError } from './invalid-argument-error.ts'
import { UnavailableError } from './unavailable-error.ts'
import { UnsupportedOperationError } from './unsupported-operation-error.ts'
import { UpstreamError } from './upstream-error.ts'

const upstream = () => new UpstreamError('upstream_timeout', 'No answer.', { vendor: 'telnyx', outcome: 'unknown' })

describe('isInstance', () => {
  it('holds for the class and its bases, not for others', () => {
    const error = new UnavailableError('database_busy', 'The database is busy.')
    expect(UnavailableError.isInstance(error)).toBe(true)
    expect(CloudGreetError.isInstance(error)).toBe(true)
    expect(InvalidArgumentError.isInstance(error)).toBe(false)
  })

  it.each([undefined, null, 'error', 42, new Error('plain'), {}])('does not hold for %o', (value) => {
    expect(CloudGreetError.isInstance(value)).toBe(false)
  })

  it('holds between two copies of the package, where instanceof does not', async () => {
    vi.resetModules()
    const other = await import('./unavailable-error.ts')
    const error = new other.UnavailableError('database_busy', 'The database is busy.')
    expect(error).not.toBeInstanceOf(UnavailableError)
    expect(UnavailableError.isInstance(error)).toBe(true)
    expect(CloudGreetError.isInstance(error)).toBe(true)
  })
})

describe('errors', () => {
  it.each([
    [new InvalidArgumentError('No.'), 'InvalidArgumentError', 'validation_failed', false],
    [new UnavailableError('password_queue_full', 'Later.'), 'UnavailableError', 'password_queue_full', true],
    [new UnsupportedOperationError('transfer'), 'UnsupportedOperationError', 'unsupported_operation', false],
    [upstream(), 'UpstreamError', 'upstream_timeout', false],
  ])('%o carries name, code and whether to try again', (error, name, code, isRetryable) => {
    expect(error).toMatchObject({ name, code, isRetryable })
  })

  it('keep their cause', () => {
    const cause = new Error('reset')
    expect(new InvalidArgumentError('No.', [], { cause }).cause).toBe(cause)
  })

  it('show their brands in no log line', () => {
    expect(Object.keys(upstream()).filter((key) => key.includes('cloudgreet'))).toEqual([])
    expect(JSON.stringify(upstream())).not.toContain('brand')
  })
})

describe('the source of this package', () => {
  const folder = join(import.meta.dirname, '..')
  const sources = globSync('**/*.ts', { cwd: folder })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
  const findAll = (pattern: RegExp) =>
    sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1]))

  it('gives each error a brand of its own', () => {
    const brands = findAll(/static (?:override )?readonly brand: string = '([^']+)'/g)
    expect(brands).toHaveLength(
      findAll(/(?:class \w+ extends \w+Error|abstract class \w+Error extends Error) (\{)/g).length,
    )
    expect(brands).toEqual([...new Set(brands)])
    expect(brands).toEqual(expect.arrayContaining(['cloudgreet.error', 'cloudgreet.error.upstream']))
    expect(brands.every((brand) => /^cloudgreet\.error(\.[a-z-]+)?$/.test(brand ?? ''))).toBe(true)
  })

  it('gives no two errors the same fixed code', () => {
    const codes = findAll(/^ {2}(?:override )?readonly code(?:: string)? = '([^']+)'/gm)
    expect(codes).toContain('validation_failed')
    expect(codes).toEqual([...new Set(codes)])
    expect(codes.every((code) => /^[a-z][a-z0-9_]*$/.test(code ?? ''))).toBe(true)
  })
})
