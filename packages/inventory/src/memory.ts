export { createMemoryNumberStock, type MemoryNumberStock } from './adapters/memory/memory-number-stock.ts'
