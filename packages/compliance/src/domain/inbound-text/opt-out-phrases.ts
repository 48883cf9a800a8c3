/** The channels and addresses that a revocation names. */
export type RevokedScope = 'sms' | 'voice' | 'email' | 'all'

/** A phrase, matched against one sentence of normalised words (lower case, no marks, no apostrophes). */
export type Phrase = { readonly name: string; readonly pattern: RegExp; readonly scope?: RevokedScope }

const messages =
  '(?:texts?|txts?|messages?|messaging|msgs?|sms|notifications?|alerts?|spam|communications?|contact|updates?)'
const determiner = anyOf(
  'all|these|those|the|this|your|any|my|of|such|stupid|annoying|damn|fucking|unwanted|automated|text|sms|further|more',
)
const determiners = `(?:${determiner} ){0,4}`
const people = '(?:me|us|my (?:number|phone|cell|house|family)|this (?:number|phone))'
const halting = '(?:stop|quit|cease|discontinue|desist|knock off)'

/**
 * Plain-language revocations whose object is messages, a number, a list or consent
 * (47 CFR 64.1200(a)(10): what a reasonable person would read as a wish to stop).
 */
export const stopPhrases: readonly Phrase[] = [
  phrase(
    'do_not_call_list',
    String.raw`(?:do not|dont|no) (?:call|contact|text)(?: me)? (?:list|registry)|(?:your|on|the) dnc\b`,
    'all',
  ),
  phrase(
    'stop_contacting',
    `${halting} (?:with )?(?:all )?(?:contacting|harassing|bothering|soliciting|contact)`,
    'all',
  ),
  phrase(
    'do_not_contact',
    `(?:do not|dont|never) (?:ever )?(?:contact|harass|solicit|(?:bother|disturb) (?:me|us))`,
    'all',
  ),
  phrase('leave_alone', 'leave (?:me|us) (?:the \\w+ )?alone', 'all'),
  phrase('cease_and_desist', 'cease and desist', 'all'),
  phrase(
    'stop_texting',
    `${halting} (?:with )?(?:\\w+ing (?:and |or )?(?:me )?){0,2}${determiners}` +
      '(?:texting|txting|messaging|spamming|smsing|bugging|annoying|blowing up)',
  ),
  phrase('stop_calling', `${halting} (?:with )?${determiners}(?:calling|phoning|calls|robocalls)`, 'voice'),
  phrase(
    'do_not_call',
    [
      `(?<!why )(?:do not|dont|never) (?:ever )?(?:call|phone|robocall) (?:${people} )?` +
        '(?:again|here|anymore|any more|ever)',
      `never call ${people}`,
    ],
    'voice',
  ),
  phrase('stop_sending', [
    `${halting} (?:receiving|getting) ${determiners}${messages}`,
    `${halting} sending (?:${people}|these|this|those|so|any|all|your|out|${messages}|stuff|crap|shit|anything)`,
  ]),
  phrase('stop_sending_alone', `${halting} sending$`),
  phrase(
    'stop_messages',
    `(?:${halting}(?: with)?|cancel|end|block|turn off|opt out of|unsubscribe from) ${determiners}` +
      `(?:${messages}|text subscription|subscription)`,
  ),
  phrase(
    'do_not_text',
    '(?<!why )(?:do not|dont|never|no) (?:ever )?(?:text|txt|message|msg|sms|spam)(?:ing)? ' +
      `(?:${people}|again|here|anymore|ever)`,
  ),
  phrase(
    'do_not_text_alone',
    '^(?:please |pls |plz )?(?:do not|dont|never) (?:ever )?' +
      `(?:text|txt|message|msg|sms|(?:call|phone)(?: ${people})?)(?: please)?$`,
  ),
  phrase(
    'do_not_send',
    `(?:do not|dont|never) (?:ever )?send (?:${people} )?${determiners}(?:${messages}|anything|stuff|this crap)`,
  ),
  phrase(
    'off_the_list',
    `(?:take|get|remove|delete|drop|pull|scratch|strike) ${people} (?:off|of|from|out)(?: of)? ${determiners}` +
      `(?:\\w+ )?(?:lists?|database|system|records?|contacts?|${messages})`,
  ),
  phrase('remove_number', [
    '(?:remove|delete|erase) (?:my|this|our) (?:\\w+ )?(?:number|phone|cell|info|information|contact|data)',
    '(?<!(?:you|i|we) )(?:lose|forget|drop) (?:my|this|our) number',
  ]),
  phrase('remove_me', [
    '(?:remove|delete|unlist|unsub|unsubscribe) (?:me|us)(?: please| now| immediately| thanks)?$',
    'take (?:me|us) off(?: please| now)?$',
  ]),
  phrase('opt_out', String.raw`opt(?:ing|ed)? (?:me |us |my number )?out(?! of)|optout`),
  phrase('unsubscribe', 'unsubscribe[ds]?|unsubscribing'),
  phrase('no_more', `no (?:more|further|longer) ${determiners}(?:${messages}|calls|texting|messaging)`),
  phrase(
    'not_wanted',
    '(?:do not|dont|no longer|never) (?:want|wish|like|need|care)' +
      '(?: (?:to|for|any|more|receive|receiving|get|getting|be|being|hear|your|these|this|those|the|you' +
      '|further|getting)){0,5} ' +
      `(?:${messages}|from (?:you|yall|your company)|contacted|texted|called|messaged|bothered` +
      '|texting me|calling me|messaging me)',
  ),
  phrase(
    'consent_withdrawn',
    '(?:withdraw|revoke|rescind|retract|cancel|remove)(?:ing)? (?:my |all |any |the |prior |previous |our ){0,3}' +
      '(?:consent|permission|authorization|authorisation|opt in)',
  ),
  phrase('consent_denied', [
    'you (?:do not|dont|never had|no longer have) (?:have )?(?:my |our |any )?(?:consent|permission)',
    'i (?:do not|dont|never|no longer|didnt) (?:give |gave )?(?:you )?(?:my |any )?(?:consent(?:ed)?|permission to)',
    '(?:do not|dont) agree to (?:these|receive|be|get)',
  ]),
  phrase(
    'told_to_stop',
    '(?:i|we) (?:already |just )?' +
      '(?:said|told you(?: guys)? to|asked you(?: guys)? to|want you to|need you to) (?:please )?stop$',
  ),
  phrase(
    'es_dejar',
    String.raw`(?:deja|deje|dejen|dejar|dejad|pare|paren|para|parar|basta) (?:ya )?de (?:\w+ )?` +
      String.raw`(?:mandar|enviar|escribir|llamar|molestar|textear|mensaj|contactar|recibir)\w*`,
  ),
  phrase(
    'es_no_me',
    String.raw`no (?:me|nos) (?:escrib(?:a|an|as)|(?:mand|envi|llam|molest|contact|texte)(?:e|en|es))`,
  ),
  phrase(
    'es_no_mas',
    '(?:no mas|no quiero(?: mas| recibir| sus| estos| tus| que me)*|no deseo(?: mas| recibir)*|basta de) ' +
      '(?:mensajes?|textos?|llamadas?|sms|manden|escriban|llamen|recibirlos)',
  ),
  phrase('es_baja', String.raw`(?:dar|darme|deme|denme|dame) de baja|(?:quiero|solicito) (?:la|mi) baja`),
  phrase('es_lista', String.raw`(?:quit|sac|borr|elimin|remuev)\w+ (?:\w+ ){0,2}(?:lista|numero|base de datos)`),
  phrase('es_cancelar', String.raw`cancel(?:ar|en|e) (?:\w+ ){0,2}(?:mensajes|suscripcion|textos)`),
  phrase(
    'fr_arreter',
    String.raw`(?:arretez|arrete|arreter|cessez|cesse|stop) (?:d |de |les |vos |ces |tes )+(?:\w+ )?` +
      '(?:messages?|textos?|sms|mecrire|ecrire|menvoyer|envoyer|mappeler|appeler|contacter|harceler|recevoir)',
  ),
  phrase('fr_ne_plus', [
    String.raw`ne (?:me |m)\w* ?(?:contact|ecri|appel|envo|texte)\w* (?:plus|pas)`,
    '(?:ne )?(?:veux|souhaite|desire) plus (?:recevoir|de|vos|ces)',
    '^plus de (?:messages?|sms|textos?)',
  ]),
  phrase(
    'fr_desabonner',
    String.raw`(?:me |moi )?(?:desabonn|desinscri)\w+|(?:retirez|enlevez|supprimez) (?:moi|mon numero)`,
  ),
  phrase(
    'pt_parar',
    '(?:pare|parem|parar|deixe|deixem|para) de (?:me )?' +
      '(?:mandar|enviar|ligar|escrever|incomodar|perturbar|receber)',
  ),
  phrase('pt_nao', [
    'nao (?:me )?(?:mandem?|enviem?|liguem?|escrevam?|incomodem?)',
    'nao quero (?:mais |receber |suas |essas ){0,3}(?:mensagens|sms|ligacoes|receber)',
    'chega de mensagens',
    String.raw`(?:remov|tir|retir)\w+ (?:\w+ ){0,2}(?:lista|numero)`,
  ]),
]

/** Negated stop words ask for more, not less: they are taken out before phrases are looked for. */
export const negatedStop = new RegExp(
  [
    String.raw`(?<!why )\b(?:dont|do not|never|not|didnt|did not|wouldnt|would not|no need to)`,
    '(?: (?:ever|want|wanna|wish|need|like|mean|intend|plan|going|trying|have|to|be|get|please|just|actually|really',
    '|you|me)){0,4} ',
    '(?:stop|quit|end|unsubscribed?|unsubscribing|opt (?:me )?out|optout|cancel|revoke|remove me|take me off)',
    '(?: (?:texting|messaging|calling|sending|contacting|getting|receiving|from))?',
  ].join(''),
  'g',
)

/** Denies an opt-out that we may have on record. */
export const deniedStop = new RegExp(
  [
    String.raw`\b(?:never|didnt|did not|havent|have not) `,
    '(?:said|say|sent|send|text(?:ed)?|typed?|meant?|asked?|want(?:ed)?|told you)(?: to| you to| for)? ',
    '(?:stop|unsubscribe|opt out|quit|cancel)',
  ].join(''),
)

/** A time, an amount, another channel or a class: not a full revocation. */
export const limit = new RegExp(
  [
    String.raw`\b(?:only|just the|except|but (?:you can|keep|call|text|email)|unless|until|till|before \d\w*`,
    String.raw`(?:after|past) \d\w*|(?:before|after) (?:hours|work|dark|midnight|noon|\w+ oclock)|between|during`,
    'at (?:night|work)|in the (?:morning|evening|middle)|on (?:weekends?|sundays?|saturdays?)',
    'so (?:early|late|often|much|many)|this (?:early|late)|(?:call|text|email) (?:me |us )?instead',
    String.raw`just (?:text|call|email)|on my (?:other|work))\b`,
    String.raw`\bnot (?:the )?(?:reminders|appointment)`,
  ].join('|'),
)

/** One class of message: marketing stops at once, a human reads the rest. */
export const messageClass = new RegExp(
  [
    String.raw`\b(?:promos?|promotions?|promotional|ads?|adverts?|advertising|marketing|offers?|deals?|coupons?`,
    String.raw`newsletters?|sales texts|surveys?|reminders?)\b`,
  ].join('|'),
)

/** Another channel than the one the text came by. */
export const emailNamed = /\be ?mail/

/** Words that are cause for a human look although nothing per se was said. */
export const softRefusals: readonly Phrase[] = [
  phrase('not_interested', [
    'not (?:at all )?interested|no interest|uninterested|no longer interested',
    'no me interesa|pas interesse|nao tenho interesse',
  ]),
  phrase(
    'wrong_person',
    'wrong (?:number|person|phone|guy|girl|man|woman)|numero equivocado|mauvais numero|numero errado',
  ),
  phrase('complaint', [
    String.raw`\b(?:fcc|ftc|tcpa|lawyer|attorney|lawsuit|sue you|suing|legal action|harass\w*|scam\w*`,
    'attorney general|bbb)|report(?:ing|ed)? (?:you|this|as)',
    String.raw`\bspam(?:mer|ming|mers)?\b`,
  ]),
  phrase(
    'hostile',
    String.raw`\b(?:go away|get lost|fuck (?:off|you|u)|f off|piss off|screw you|go to hell|shut up)\b`,
  ),
  phrase('channel_refused', '(?<!why )(?:do not|dont) (?:call|phone) (?:me|us)'),
  phrase('too_many', 'too many (?:texts|messages|calls)|(?:texting|messaging) me (?:too much|so much|constantly)'),
  phrase(
    'class_refused',
    'no more ' +
      String.raw`(?:promos?|promotions?|ads?|marketing|offers?|deals?|coupons?|newsletters?|surveys?|e ?mails?)\b`,
  ),
  phrase('consent_wish', [
    '(?:resume|restart|start|begin|send|want|get|receive) ' +
      '(?:me |getting |receiving |sending |the |my |your |again ){0,3}' +
      '(?:texts|messages|texting|messaging|alerts)(?: again)?$',
    String.raw`\b(?:opt (?:me )?(?:back )?in|resubscribe|re subscribe|subscribe me|sign me (?:back )?up`,
    String.raw`text me again|unblock me)\b`,
    '^(?:resume|subscribe|optin|unblock)$',
  ]),
]

/** A per-se word that ends its sentence, or whose object says nothing. */
export const unclearObject = new RegExp(
  [
    String.raw`\b(?:stop|quit|revoke|cancel|remove|optout)(?: (?:it|this|that|them|these|those|everything|all`,
    'all of (?:it|this|that)|the whole thing|my (?:account|membership|service|plan|services|contract)',
    'please|pls|now|today|immediately|thanks|ok|thank you|here|asap|right now|already))*$',
    String.raw`\b(?:want|wants|like|need|please|have|going|how|can (?:i|we|you)|us|me|you) (?:to |do i |do we )?end` +
      '(?: (?:it|this|that|everything|all|please|now|immediately|thanks))*$',
  ].join('|'),
)

/** Noun and fault uses: "bus stop", "won't stop", "the end". */
export const nounOrFault = new RegExp(
  [
    String.raw`\b(?:bus|truck|rest|pit|next|first|last|one|train|metro|door|full|non|short|e|the|a|your|our`,
    'wont|will not|cant|cannot|doesnt|does not|isnt|wouldnt|dont|didnt|not|never',
    'front|back|rear|high|low|dead|other|far|week|month|year|odds|loose|book) (?:stop|end|cancel|quit)$',
  ].join('|'),
)

/** Several patterns stand for one phrase: any of them. */
function phrase(name: string, patterns: string | readonly string[], scope?: RevokedScope): Phrase {
  const pattern = new RegExp(String.raw`(?<!\p{L})${anyOf(...[patterns].flat())}(?!\p{L})`, 'u')
  return { name, pattern, ...(scope && { scope }) }
}

function anyOf(...alternatives: readonly string[]): string {
  return `(?:${alternatives.join('|')})`
}
