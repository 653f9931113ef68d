// Beast and CAF never in one translation unit: together they take a compiler more than a gigabyte and a minute.
import { is_cpp, reach, show_chain } from '../cpp.mjs';
import { found } from '../tree.mjs';

const library = (prefix) => (one) => one.path === null && one.name.startsWith(prefix);

export function beast_and_caf(tree) {
  const all = [];
  for (const file of tree.files.filter((path) => is_cpp(path) && path.endsWith('.cpp'))) {
    const beast = reach(tree, file, library('boost/beast'));
    const caf = beast && reach(tree, file, library('caf/'));
    if (!caf) continue;
    all.push(
      found(file, beast[0].line, `Beast and CAF in one translation unit: ${show_chain(beast)} and ${show_chain(caf)} (line ${caf[0].line})`,
        'put a header without either between them, as web/endpoint/broker_port.hpp is'),
    );
  }
  return all;
}
