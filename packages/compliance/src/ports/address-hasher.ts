/** Keyed and plain hashes for the ledger. The key must never change: it links a person's events over the years. */
export interface AddressHasher {
  /**
   * Names a person without telling the address: HMAC-SHA-256 of the E.164 number or email address, 64 hexadecimal digits.
   * The same address always gives the same name; without the key nobody can try numbers against it.
   */
  subjectRef(address: string): string

  /** SHA-256. */
  digest(bytes: Uint8Array): Uint8Array
}
