// CAF 0.17.6 under C++20 initialises the first member of an aggregate state with `self`: a state must not be an aggregate.
import { braced, is_cpp, without_comments } from '../cpp.mjs';
import { found, line_of } from '../tree.mjs';

const mend_of = (name) => `declare a constructor: \`${name}() = default;\``;

/** Members of the struct itself, without what stands in inner braces. */
function own_members(body) {
  let depth = 0;
  let out = '';
  for (const one of body) {
    if (one === '}') depth -= 1;
    if (depth === 0) out += one;
    if (one === '{') depth += 1;
  }
  return out;
}

export function actor_state_constructors(tree) {
  const cpp = tree.files.filter(is_cpp);
  const texts = new Map(cpp.map((file) => [file, without_comments(tree.text(file))]));
  const used = new Set();
  for (const text of texts.values())
    for (const one of text.matchAll(/\bstateful_(?:pointer|actor)<\s*(?:\w+::)*(\w+)\s*[,>]/g)) used.add(one[1]);

  const all = [];
  for (const [file, text] of texts) {
    for (const one of text.matchAll(/\b(?:struct|class)\s+(\w+)\s*(?:final\s*)?(?::[^{;]*)?\{/g)) {
      const name = one[1];
      const is_state = used.has(name) || (/_actor\.(hpp|cpp)$/.test(file) && /_state$/.test(name));
      if (!is_state) continue;
      const members = own_members(braced(text, one.index + one[0].length - 1));
      if (new RegExp(`(^|[^~\\w])${name}\\s*\\(`).test(members)) continue;
      all.push(found(file, line_of(text, one.index), `the actor state ${name} has no constructor of its own`, mend_of(name)));
    }
  }
  return all;
}
