const tollFreeCodes = ['800', '833', '844', '855', '866', '877', '888'] as const
const linesOfACode = 100

/** What the carrier has for sale: the fictional toll-free numbers, 555-0100 to 555-0199 of each code. */
export const tollFreeMarket: readonly string[] = tollFreeCodes.flatMap((code) =>
  Array.from({ length: linesOfACode }, (_, index) => `+1${code}555${String(100 + index).padStart(4, '0')}`),
)

export interface MarketSearch {
  /** Three digits behind the country code. */
  readonly code?: string | undefined
  readonly contains?: string | undefined
  readonly limit: number
}

/** The numbers of the market that fit, without those that somebody holds. */
export function searchMarket(held: ReadonlySet<string>, { code, contains, limit }: MarketSearch): readonly string[] {
  return tollFreeMarket
    .filter((number) => !held.has(number))
    .filter((number) => code === undefined || number.startsWith(`+1${code}`))
    .filter((number) => contains === undefined || number.includes(contains))
    .slice(0, limit)
}
