import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config'

import { importRules } from './import-rules.ts'

export interface FenceReport {
  readonly modules: number
  readonly violations: readonly { readonly rule: string; readonly from: string; readonly to: string }[]
}

/** Reads the folders' modules and holds them against the import rules. Paths are relative to `baseFolder`. */
export async function cruiseFolders(folders: readonly string[], baseFolder = process.cwd()): Promise<FenceReport> {
  const { forbidden, options } = importRules
  const result = await cruise(
    [...folders],
    { ...options, baseDir: baseFolder, ruleSet: { forbidden: forbidden ?? [] }, validate: true },
    undefined,
    { tsConfig: extractTsConfig('tsconfig.fences.json') },
  )
  const { summary } = result.output as ICruiseResult
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}
