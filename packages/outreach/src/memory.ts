export { createMemoryLeadList, type MemoryLeadList } from './leads/adapters/memory/memory-lead-list.ts'
