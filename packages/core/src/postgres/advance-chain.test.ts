import { createHash } from 'node:crypto'

import { expect, it } from 'vitest'

import { uuidSource } from '../kernel/adapters/system/uuid-source.ts'
import type { BusinessId } from '../kernel/domain/ids.ts'
import { advanceChain } from './advance-chain.ts'
import type { CoreTables } from './core-tables.ts'
import { coreMigrations } from './migrations/index.ts'
import { postgresTransactions } from './postgres-transactions.ts'
import { forEachDatabase } from './testkit/for-each-database.ts'

forEachDatabase([coreMigrations], (database) => {
  const canonical = new TextEncoder().encode('{"event":1}')

  async function makeBusiness(): Promise<BusinessId> {
    const id = uuidSource.next<'Business'>()
    await database().tables<CoreTables>().insertInto('businesses').values({ id, business_name: 'Chained' }).execute()
    return id
  }

  const advance = (businessId: BusinessId) =>
    postgresTransactions(database()).asTenant(businessId, (transaction) =>
      advanceChain(transaction, businessId, canonical),
    )

  it('links to the head before it, with the sequence number in the hash', async () => {
    const businessId = await makeBusiness()
    const first = await advance(businessId)
    const second = await advance(businessId)
    const sequence = Buffer.alloc(8)
    sequence.writeBigInt64BE(2n)
    expect(first).toMatchObject({ chainSeq: '1', chainPrev: createHash('sha256').update(businessId).digest() })
    expect(second).toEqual({
      chainSeq: '2',
      chainPrev: first.chainHead,
      chainHead: createHash('sha256').update(first.chainHead).update(sequence).update(canonical).digest(),
    })
  })

  it('gives every one of many at once a number of its own', async () => {
    const businessId = await makeBusiness()
    const links = await Promise.all(Array.from({ length: 8 }, () => advance(businessId)))
    expect(links.map(({ chainSeq }) => Number(chainSeq)).toSorted((left, right) => left - right)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ])
  })

  it('refuses a business that has no chain', async () => {
    await expect(advance(uuidSource.next<'Business'>())).rejects.toMatchObject({ code: 'chain_missing' })
  })
})
