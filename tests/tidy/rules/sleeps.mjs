// A test that waits by the clock is slow on a good day and wrong on a bad one.
import { is_cpp, without_comments } from '../cpp.mjs';
import { found, line_of, matches_in } from '../tree.mjs';

const is_test = (file) => /(^|\/)tests\//.test(file) && !file.startsWith('tests/tidy/');
const wait_ms_max = 100; // shorter ones give way to other work, they don't wait for it; a script may look again after a tenth of a second
const mend = 'wait for what shall happen (a message, a file, a ready line), or move the virtual clock';

/** The arguments of a call that starts at `open`, an opening bracket; split at top level. */
function arguments_of(text, open) {
  const parts = [''];
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    const one = text[at];
    if ('([{'.includes(one) && depth++ === 0) continue;
    if (')]}'.includes(one) && --depth === 0) return parts.map((part) => part.trim());
    if (one === ',' && depth === 1) parts.push('');
    else parts[parts.length - 1] += one;
  }
  return [];
}

function long_timeouts(text, file) {
  const all = [];
  for (const one of text.matchAll(/\bsetTimeout\s*\(/g)) {
    const given = arguments_of(text, one.index + one[0].length - 1).map((part) => part.replaceAll('_', ''));
    const wait = given.find((part) => /^\d+(\.\d+)?(e\d+)?$/i.test(part));
    if (wait !== undefined && Number(wait) >= wait_ms_max)
      all.push(found(file, line_of(text, one.index), `setTimeout waits ${wait} ms by the clock`, mend));
  }
  return all;
}

export function sleeps(tree) {
  const all = [];
  for (const file of tree.files.filter(is_test)) {
    if (is_cpp(file))
      all.push(...matches_in(without_comments(tree.text(file)), file, /\b(sleep_for|sleep_until|u?sleep|nanosleep)\s*\(/g,
        (one) => `${one[1]} waits by the clock`, mend));
    else if (/\.(m?[jt]sx?)$/.test(file)) {
      const text = tree.text(file);
      all.push(...long_timeouts(text, file));
      all.push(...matches_in(text, file, /\.waitForTimeout\s*\(/g, 'waitForTimeout waits by the clock', mend));
    } else if (/(\.sh|\/[a-z_-]+)$/.test(file) && tree.text(file).startsWith('#!'))
      all.push(...matches_in(tree.text(file), file, /^[^#\n]*?\bsleep\s+(["$]|0*[1-9])/gm, 'the script sleeps', mend));
  }
  return all;
}
