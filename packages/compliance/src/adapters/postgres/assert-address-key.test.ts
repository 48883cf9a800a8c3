import { coreMigrations, postgresTransactions } from '@cloudgreet/core/postgres'
import { forEachDatabase } from '@cloudgreet/core/testkit'
import { describe, expect, it } from 'vitest'

import { createNodeAddressHasher } from '../node/node-address-hasher.ts'
import { AddressKeyChangedError, assertAddressKey } from './assert-address-key.ts'
import { complianceMigrations } from './migrations/index.ts'

const keyOf = (byte: number) => createNodeAddressHasher(new Uint8Array(32).fill(byte))

forEachDatabase([coreMigrations, complianceMigrations], (database) => {
  const assertKey = (byte: number) =>
    assertAddressKey({ transactions: postgresTransactions(database()), hasher: keyOf(byte) })

  describe('assertAddressKey', () => {
    it('takes the first key of several starters at once, then that key alone', async () => {
      const starts = await Promise.allSettled([1, 2, 1, 2].map(assertKey))
      const taken = starts.map(({ status }) => status === 'fulfilled')
      expect(taken.filter(Boolean)).toHaveLength(2)
      expect([taken[0], taken[1]]).toEqual([taken[2], taken[3]])
      await expect(assertKey(taken[0] === true ? 1 : 2)).resolves.toBeUndefined()
      await expect(assertKey(3)).rejects.toThrow(AddressKeyChangedError)
    })

    it('keeps a fingerprint, which the next key neither replaces nor joins', async () => {
      await assertKey(3).catch(() => {})
      const { rows } = await database().pool.query<{ fingerprint: string }>(
        'SELECT fingerprint FROM compliance_address_key',
      )
      expect(rows).toEqual([{ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    })

    it('names the variable, never the key', async () => {
      const error = await assertKey(3).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({
        code: 'address_key_changed',
        message: expect.stringContaining('CLOUDGREET_ADDRESS_KEY'),
      })
      expect(String(error)).not.toMatch(/[0-9a-f]{64}/)
    })
  })
})
