export { leadListContract, type LeadListSubject } from './leads/testkit/lead-list-contract.ts'
