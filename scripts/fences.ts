import { cruiseFolders } from './fences/cruise.ts'

const { violations, modules } = await cruiseFolders(['packages', 'apps'])
for (const { rule, from, to } of violations) console.error(`${rule}: ${from} imports ${to}`)
if (modules === 0) console.error('The fences read no module: a wrong TypeScript version blinds them.')
else console.log(`fences: ${violations.length} violations in ${modules} modules`)
process.exitCode = violations.length > 0 || modules === 0 ? 1 : 0
