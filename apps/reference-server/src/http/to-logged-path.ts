const numberAsSegment = /(?<=\/(?:\+|%2B)?)\d{3,}(?=\d{4}(?:\/|$))/gi

/** The path for the log, with the telephone numbers that some routes have in it cut to their last four digits. */
export function toLoggedPath(path: string): string {
  return path.replaceAll(numberAsSegment, '•••••')
}
