export { numberAllocatorContract, type NumberAllocatorSubject } from './testkit/number-allocator-contract.ts'
