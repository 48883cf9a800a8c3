import type { Transaction, Transactions } from '../../ports/transactions.ts'

const undoLists = new WeakMap<Transaction, (() => void)[]>()

/**
 * Transactions over the memory adapters. They run one after the other, as on one connection,
 * so a transaction opened inside another waits for itself.
 */
export function createMemoryTransactions(): Transactions {
  let last: Promise<unknown> = Promise.resolve()
  function run<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const result = last.then(() => runAlone(work))
    last = result.catch(() => {})
    return result
  }
  return { asTenant: (_business, work) => run(work), asOwner: (_purpose, work) => run(work) }
}

async function runAlone<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
  const transaction = Object.freeze({}) as Transaction
  const undoList: (() => void)[] = []
  undoLists.set(transaction, undoList)
  try {
    return await work(transaction)
  } catch (error) {
    for (const undo of undoList.toReversed()) undo()
    throw error
  }
}

/** Names how to take a change back, should the transaction fail. Each memory adapter calls it beside its change. */
export function onRollback(transaction: Transaction, undo: () => void): void {
  const undoList = undoLists.get(transaction)
  if (undoList === undefined) throw new TypeError('This transaction was not opened by createMemoryTransactions.')
  undoList.push(undo)
}
