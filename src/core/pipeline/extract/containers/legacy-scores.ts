/** Scores how far names look like names in an encoding: the share of their characters beyond ASCII that people write. */
import chardet from 'chardet';
import iconv from 'iconv-lite';

/** Letters of Western Europe, and what stands beside them in names. */
const WESTERN = /[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸıĞğŞşİ]/;
const BESIDE = /[ªº°²³·’–€§«»¿¡´]/;
/** Signs that stand beside words and not within them. */
const WITHIN = /\p{L}[ªº°²³·€§«»¿¡]\p{L}/u;

/** Lead bytes of the characters in common use, which come first in the East Asian sets. Kana and Hangul are letters. */
const EAST_ASIAN: readonly [
  encoding: string,
  chardetName: string,
  common: RegExp,
  from: number,
  to: number,
][] = [
  ['shift_jis', 'Shift_JIS', /[\u3041-\u30fc\u3005]/, 0x88, 0x98],
  ['gbk', 'GB18030', /^$/, 0xb0, 0xd7],
  ['big5', 'Big5', /^$/, 0xa4, 0xc6],
  ['cp949', 'EUC-KR', /[\uac00-\ud7a3]/, 0xb0, 0xc8],
];
/** Korean in a Chinese encoding gives characters that are valid, but that nobody writes. */
const COMMON_HAN =
  '的一是不了有和人中大为上个国我以要时来用生到作地于出就分对成会可主发年动同工能下过子说产方后多定行学法所民得经十三进等部度家电力化高自二理小物现实加量两体制机当使点从业本性好应开合由前外天政四日社义事平形相全表间与关各重新线内数正心明看原利比质气第向道变条结解问意建月公无系情者最立代通提直题程展五果料员位入常文总次品式活设及管特件长求基资边流级少图统接知将组见计别手期根论运指几九区放决西被做必先回任取据处世车价金告保密协议报证信函附简历照片书册单章租赁司' +
  '為個國時來於對會發動說產後學經進電實兩體機當點從業應開義間與關線內數質氣變條結無題員總設長資邊級圖統將組見計別論運幾區決據處車價協議報證簡歷書冊單賃約登記號戶稅';
const COMMON_SHARE = 0.2;
const CHINESE = new Set(['gbk', 'big5']);
const RARE = 0.85;

/** Returns the names as text, or null if one of them is not in the encoding. */
function decodeAll(names: readonly Buffer[], encoding: string): string[] | null {
  const texts = names.map((name) => iconv.decode(name, encoding));
  return texts.some((text) => /[\ufffd\p{Cc}\p{Co}\p{Cn}]/u.test(text)) ? null : texts;
}

/** In Western names, single letters have accents: between plain ones, and in the same case as those around them. */
export function westernScore(names: readonly Buffer[], encoding: string): number {
  const texts = decodeAll(names, encoding);
  if (texts === null) return 0;
  let [good, all] = [0, 0];
  for (const text of texts)
    for (const word of text.split(/[^\p{L}\p{M}\p{S}\p{N}\p{P}\u00a0]+|[ ._()[\]/\\,;-]+/u)) {
      const beyond = [...word].filter((c) => c > '\x7f');
      all += beyond.length + (word.match(/\u00a0/g)?.length ?? 0);
      const letters = beyond.filter((c) => WESTERN.test(c));
      const odd =
        WITHIN.test(word) ||
        /[^\0-\x7f]{3}/.test(word.replace(/[«»’–]/g, '')) ||
        (/\p{Ll}(?=\p{Lu})/u.test(word.replace(/^(?:Mc|Mac|De|Di|Le|La|O['’])/, '')) &&
          /\p{Ll}[À-ÖØ-Þ]|[À-ÖØ-Þ]\p{Ll}+\p{Lu}/u.test(word)) ||
        (letters.length > 0 && beyond.length === word.length && beyond.length > 1);
      if (!odd) good += beyond.filter((c) => WESTERN.test(c) || BESIDE.test(c)).length;
    }
  return all === 0 ? 0 : good / all;
}

/** In Cyrillic names, words are of these letters alone, and capitals come first or everywhere. */
export function cyrillicScore(names: readonly Buffer[], encoding: string): number {
  const texts = decodeAll(names, encoding);
  if (texts === null) return 0;
  let [good, all] = [0, 0];
  for (const text of texts)
    for (const word of text.match(/[^\0-\x2f:-@[-`{-\x7f]+/g) ?? []) {
      const beyond = [...word].filter((c) => c > '\x7f').length;
      all += beyond;
      const fits = /^[А-ЯЁа-яёЂ-Џђ-џҐґ№«»–]+\d*$/u.test(word) && !/[а-яё][А-ЯЁ]/u.test(word);
      // Short words have a vowel, or are of one letter; abbreviations are capitals.
      if (fits && (/[аеёиоуыэюяіє]/iu.test(word) || word.length < 3 || /^[А-ЯЁ]+$/u.test(word)))
        good += beyond;
    }
  return all === 0 ? 0 : good / all;
}

function eastAsianScore(
  names: readonly Buffer[],
  encoding: string,
  common: RegExp,
  from: number,
  to: number,
): number {
  const texts = decodeAll(names, encoding);
  if (texts === null) return 0;
  let [good, all] = [0, 0];
  for (const text of texts)
    for (const [i, character] of [...text].entries()) {
      if (character <= '\x7f') continue;
      // Punctuation and full-width forms say nothing about the language.
      if (/[\u3000-\u3004\u3007-\u3020\uff01-\uff60\uffe0-\uffef]/.test(character)) continue;
      all += 1;
      const [lead = 0, trail] = iconv.encode(character, encoding);
      // An accented letter of another encoding swallows the letter after it.
      const swallows = trail !== undefined && /[A-Za-z]/.test(String.fromCharCode(trail));
      const neighbors = `${[...text][i - 1] ?? ''}${[...text][i + 1] ?? ''}`;
      if (swallows && /[a-z]/i.test(neighbors)) continue;
      if (
        common.test(character) ||
        (trail !== undefined && lead >= from && lead <= to && /\p{sc=Han}/u.test(character))
      )
        good += 1;
    }
  return all === 0 ? 0 : good / all;
}

/** Returns whether the characters are those that Chinese names of files have most. */
function isLikelyChinese(names: readonly Buffer[], encoding: string): boolean {
  const characters = names.flatMap((name) => iconv.decode(name, encoding).match(/\p{sc=Han}/gu) ?? []);
  const common = characters.filter((character) => COMMON_HAN.includes(character)).length;
  return common >= COMMON_SHARE * characters.length;
}

/** Returns how far the frequency of characters speaks for an encoding, 0-100. */
function confidence(names: readonly Buffer[], chardetName: string): number {
  const matches = chardet.analyse(Buffer.concat(names.flatMap((name) => [name, Buffer.from('\n')])));
  return matches.find(({ name }) => name === chardetName)?.confidence ?? 0;
}

/** Returns the score of each East Asian encoding. */
export const eastAsianScores = (names: readonly Buffer[]): { encoding: string; score: number }[] =>
  EAST_ASIAN.map(([encoding, known, common, from, to]) => ({
    encoding,
    score:
      eastAsianScore(names, encoding, common, from, to) *
      (1 + confidence(names, known) / 1000) *
      (CHINESE.has(encoding) && !isLikelyChinese(names, encoding) ? RARE : 1),
  }));
