import './calls/testkit/call-contract.ts'
