// Only numbers that can be nobody's: Ofcom's for drama (07700 900000-900999, 01632 960000-960999, 020 7946 0xxx) and
// NHS numbers from 999, which are never given to anyone.
import { found, is_made_up } from '../tree.mjs';

/** Numbers that belong to a provider and stand in its own documentation. */
const published = new Map([
  ['07860039047', "FireText's reply number in its API documentation"],
  ['07860039048', 'the number after it: a test needs another'],
  // The edges of the numbering plan, which a reader of numbers must be shown; nothing is ever sent to them.
  ['07900900123', "GOV.UK Notify's own test vector"],
  ['07797800123', "GOV.UK Notify's own test vector (Jersey)"],
  ['07044123456', "GOV.UK Notify's own test vector (070: no mobile)"],
  ['07624800123', 'the Isle of Man, in the range of pagers'],
  ['07601234567', 'a pager: no mobile'],
  ['07999999999', 'the last of the range'],
]);

const mobile = /(?<![\w.])(?:(?:\+|00)?44[ -]?|0)(7\d{3}[ -]?\d{3}[ -]?\d{3})(?!\d)/g;
const landline = /(?<![\w.#-])(0(?:1\d{3}|2\d)[ -]\d{3,4}[ -]?\d{3,4})(?!\d)/g;
const digits_of = (text) => text.replace(/\D/g, '');

const nobodys_mobile = (digits) => digits.startsWith('07700900') || published.has(digits);
const nobodys_landline = (digits) => /^(01632960|02079460)/.test(digits);

const ten_digits = /(?<![\w.])(\d{3})([ -]?)(\d{3})\2(\d{4})(?![\w.])/g;

/** NHS Data Dictionary: weights 10 to 2, modulus 11. */
function is_nhs_number(digits) {
  const sum = [...digits.slice(0, 9)].reduce((total, one, place) => total + Number(one) * (10 - place), 0);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === Number(digits[9]);
}

export function personal_numbers(tree) {
  const all = [];
  for (const file of tree.files.filter((path) => !is_made_up(path) && !/package-lock\.json$|\.svg$|\.hex$/.test(path))) {
    tree.lines(file).forEach((text, index) => {
      const say = (what, mend) => all.push(found(file, index + 1, what, mend));
      for (const one of text.matchAll(mobile))
        if (!nobodys_mobile(`0${digits_of(one[1])}`)) say(`${one[0]} may be somebody's mobile`, 'use 07700 900000 to 900999');
      for (const one of text.matchAll(landline))
        if (!nobodys_landline(digits_of(one[1]))) say(`${one[1]} may be somebody's telephone`, 'use 01632 960000 to 960999');
      for (const one of text.matchAll(ten_digits)) {
        const digits = one[1] + one[3] + one[4];
        if (digits.startsWith('999') || !(/nhs/i.test(text) || one[2] !== '')) continue;
        if (is_nhs_number(digits)) say(`${one[0]} may be somebody's NHS number`, 'use one that starts with 999');
      }
    });
  }
  return all;
}
