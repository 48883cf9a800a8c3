export const telnyxCall = 'telnyx'
