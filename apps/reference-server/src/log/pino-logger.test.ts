import { UnavailableError } from '@cloudgreet/core'
import { expect, it } from 'vitest'

import { toLogLine } from './pino-logger.ts'

it('writes an error as message, code and details, and redacts the rest', () => {
  const line = toLogLine({ error: new UnavailableError('database_busy', 'Busy for +13125550142.'), token: 'canary' })
  expect(line).toMatchObject({ errorCode: 'database_busy', errorDetails: { name: 'UnavailableError' } })
  expect(JSON.stringify(line)).not.toMatch(/canary|\+13125550142/)
})
