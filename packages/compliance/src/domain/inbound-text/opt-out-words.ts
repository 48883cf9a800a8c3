/**
 * Words and short phrases that ask to stop when they are the whole message.
 *
 * English: 47 CFR 64.1200(a)(10) and the default lists of Twilio, Telnyx, Plivo, AWS and Klaviyo.
 * Other languages: Twilio Proxy and AWS (French), our policy for the rest.
 */
export const stopKeywords: readonly string[] = wordsOf(`
  stop, quit, end, revoke, opt out, optout, cancel, unsubscribe, unsub, stopall, stop all, remove, td,
  no more, opt me out, cease, arret, arrete, arreter, arretez, arrett, arret td, desabonner, desabonnez,
  desabonnement, desinscrire, desinscription, parar, pare, paren, parem, alto, detener, detenga,
  detenganse, baja, dar de baja, darme de baja, cancelar, cancele, salir, basta, no mas, sair, chega,
  descadastrar, remover, 停止, 退订, 退訂, 取消订阅, 取消訂閱
`)

/** Keywords that a pronoun turns into talk about a booking: what "it" is that should be cancelled, we cannot know. */
export const bookingKeywords: ReadonlySet<string> = new Set(wordsOf('cancel, cancelar, cancele, remove, remover'))

/** Stop words that count even when they are only one clause of the message. */
export const unmistakableKeywords: ReadonlySet<string> = new Set(
  wordsOf(`
  stop, quit, revoke, unsubscribe, optout, stopall, unsub, arret, detener, parar, 停止, 退订, 退訂
`),
)

/** English keywords that are looked for inside sentences, and mistyped. */
export const perSeWords: readonly string[] = wordsOf('stop, quit, end, revoke, cancel, unsubscribe, optout, remove')

/** Words that add nothing to a keyword: courtesy, urgency, and the words of "Reply STOP to end". */
export const courtesyWords: ReadonlySet<string> = new Set(
  wordsOf(`
  please, pls, plz, plez, kindly, thanks, thank, you, thx, ty, now, me, immediately, right, away, asap,
  already, just, ok, okay, hi, hey, hello, sir, maam, forever, permanently, dude, man, bro,
  omg, ugh, ffs, wtf, and, or, to, 2, 4, reply, text, txt, send, sms, fucking, damn, must, por, favor, gracias, ya, obrigado, obrigada, sil, vous, plait,
  svp, stp, merci
`),
)

/** Courtesy after every keyword but those of {@link bookingKeywords}. */
export const pronounWords: ReadonlySet<string> = new Set(wordsOf('it, this, that, all, everything'))

/** Help keywords: CTIA, Twilio, Plivo, AWS; AIDE, AYUDA and AJUDA by policy. */
export const helpKeywords: ReadonlySet<string> = new Set(wordsOf('help, info, ayuda, aide, ajuda'))

/** Opt-in keywords, exact only: Twilio, Telnyx and the toll-free network. */
export const startKeywords: ReadonlySet<string> = new Set(wordsOf('start, unstop'))

/** Answers to our own double opt-in question. */
export const pendingOptInAnswers: ReadonlySet<string> = new Set(wordsOf('yes, y'))

/** Real words that one slip of the finger makes of a keyword: never a stop; a slip to the next key is read by a human. */
export const realWords: ReadonlySet<string> = new Set(
  wordsOf(`
  atop, stoop, cancer, chancel, evoke, provoke, remote, remover, unsubscribed, revoked, removed, removes,
  cancels, revokes, quite, canal, enda, tops, spot, post, suit
`),
)

/** Inflected or neighbouring words that a person may have meant as the keyword: for a human to read. */
export const nearKeywords: ReadonlySet<string> = new Set(
  wordsOf(`
  ends, ended, ending, stops, stopped, stopping, quits, quitting, cancels, canceled, cancelled, canceling,
  cancelling, removed, removes, revoked, revokes, para
`),
)

/** The words and phrases of a list written with commas. */
function wordsOf(list: string): string[] {
  return list.split(',').map((each) => each.trim())
}
