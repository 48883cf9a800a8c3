import { join } from 'node:path'

import { expect, it } from 'vitest'

import { cruiseFolders } from './cruise.ts'
import { importRules } from './import-rules.ts'

it('finds every planted violation, each by its rule', async () => {
  const { modules, violations } = await cruiseFolders(['packages'], join(import.meta.dirname, '__fixtures__/planted'))
  const rules = new Set(importRules.forbidden?.map(({ name }) => name))
  expect(modules).toBeGreaterThan(0)
  expect(new Set(violations.map(({ rule }) => rule))).toEqual(rules)
})
