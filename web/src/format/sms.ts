// What a text costs on the air, as it is typed: schemas/sms/ in short. The broker has the last word; this is for the
// person who writes. 3GPP TS 23.038: 160 characters in one part, 153 in each of several; with letters beyond the GSM
// alphabet 70 and 67.

const basic = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€'; // two units each
const welsh = 'ẁỳáíóúẃýëïẅÿâêîôûŵŷÀÈÌÒÙẀỲÁÍÓÚẂÝËÏẄŸÂÊÎÔÛŴŶ';

const likeness: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '“': '"', '”': '"', '‑': '-', '–': '-', '—': '-', '−': '-', '…': '...', 'Ł': 'L', 'ł': 'l' };

/** The longest text message: six parts that networks join. */
export const sms_units_max = 918;

export interface SmsCost {
  readonly units: number;
  readonly segments: number;
  /** Characters that no text message carries; a `?` goes in their place. */
  readonly lost: readonly string[];
}

const stays = (c: string): boolean => basic.includes(c) || extension.includes(c) || welsh.includes(c);

/** Which letters a practice's texts may have: `sms_alphabet` in its file. */
export type Alphabet = 'gsm' | 'unicode';

const isPlain = (c: string): boolean => basic.includes(c) || extension.includes(c);
const losesNoLetter = (text: string): boolean => [...text].every((c) => isPlain(c) || (Object.hasOwn(likeness, c) && !/\p{L}/u.test(c)));

/** The text as it goes, and what is lost on the way. */
export function asSent(text: string, alphabet: Alphabet = 'gsm'): { readonly text: string; readonly lost: readonly string[] } {
  if (alphabet === 'unicode') {
    const all = evenly(text, /[\u180e\u200b\u2060\ufeff]/g);
    if (!losesNoLetter(all)) return { text: all.replace(/(?!\n)\p{Cc}|[\u202a-\u202e]/gu, '').replace(/[\p{Co}\p{Cn}]/gu, '?'), lost: [] };
  }
  const even = evenly(text, /[\u180e\u200b-\u200d\u2060\ufeff]/g);
  const lost = new Set<string>();
  const sent = [...even].map((c) => {
    if (stays(c)) return c;
    const like = Object.hasOwn(likeness, c) ? likeness[c] : undefined;
    if (like) return like;
    const base = c.normalize('NFD').charAt(0);
    if (base !== c && stays(base)) return base;
    lost.add(c);
    return '?';
  });
  return { text: sent.join(''), lost: [...lost] };
}

/** White space as it goes: single, none before a comma or at an end. */
function evenly(text: string, dropped: RegExp): string {
  return text
    .normalize('NFC')
    .replace(/[ \t]+([,.])/g, '$1')
    .replace(dropped, '')
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) => line.trim().replace(/\s+/gu, ' '))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
}

export function smsCost(text: string, alphabet: Alphabet = 'gsm'): SmsCost {
  const sent = asSent(text, alphabet);
  const letters = [...sent.text];
  const gsm = letters.every(isPlain);
  const [alone, joined] = gsm ? [160, 153] : [70, 67];
  let units = 0;
  let parts = 1;
  let filled = 0;
  for (const c of letters) {
    const size = gsm ? (extension.includes(c) ? 2 : 1) : c.length; // a pair is never cut in two
    units += size;
    if (filled + size > joined) {
      parts++;
      filled = 0;
    }
    filled += size;
  }
  return { units, segments: units > alone ? parts : 1, lost: sent.lost };
}
