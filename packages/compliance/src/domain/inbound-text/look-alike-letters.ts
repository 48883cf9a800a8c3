/** Letters of other scripts, and digits, that are drawn like Latin ones. Both cases, since shapes differ by case. */
export const lookAlikeLetters: ReadonlyMap<string, string> = new Map(
  [
    // Cyrillic
    'АаВвЕеЁёКкМмНнОоРрСсТтУуХхЅѕІіЈјԚԛԜԝҮү|aabbeeeekkmmhhooppccttyyxxssiijjqqwwyy',
    // Greek
    'ΑαΒβΕεΖζΗηΙιΚκΜμΝνΟοΡρΤτΥυΧχ|aabbeezzhniikkmunvooppttyuxx',
    // Latin small capitals and letters with strokes that Unicode does not decompose
    'ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢøØłŁđĐı|abcdeghijklmnoprstuvwyzoollddi',
    // Digits and signs typed for letters
    '0135$@|oiessa',
  ].flatMap((table) => {
    const [from = '', to = ''] = table.split('|')
    const latin = [...to]
    return [...from].map((letter, index): [string, string] => [letter, latin[index] ?? letter])
  }),
)

/** Blocks of 26 letters in alphabetical order that compatibility normalisation leaves alone: squared, circled, flags. */
export const letterBlocks: readonly number[] = [0x1f150, 0x1f170, 0x1f1e6]
