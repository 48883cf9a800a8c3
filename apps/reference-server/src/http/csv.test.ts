import { expect, it } from 'vitest'

import { toCsvRow } from './csv.ts'

it('quotes as RFC 4180 says, disarms formulas, and leaves telephone numbers readable', () => {
  expect(toCsvRow(['a "b", c', null, 7, '=1+1', '+13125550142', '-2', 'two\nlines', '＝1'])).toBe(
    `"a ""b"", c",,7,"'=1+1",+13125550142,"'-2","two\nlines","'＝1"\r\n`,
  )
})
