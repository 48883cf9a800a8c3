import '../telnyx/telnyx-call.ts'
