export { MemoryNumberStock } from './adapters/memory/memory-number-stock.ts'
