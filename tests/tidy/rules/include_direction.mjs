// schemas <- pure core <- actor shell <- node. No station includes another station.
import { includes_of, is_cpp, reach, show_chain } from '../cpp.mjs';
import { found } from '../tree.mjs';

/** The only includes from one part into another, besides schemas/ and what node/ puts together. */
const allowed = [
  { from: 'actors/practice', to: 'actors/reply/parser.hpp', because: "deciding on a reply needs the pure parser's verdict" },
  { from: 'actors/practice', to: 'actors/reply/keywords.hpp', because: 'which keywords are in force for a reply is told to the pure parser' },
  { from: 'actors/provider', to: 'actors/reply/quoted.hpp', because: "a mail's own words end where a quotation begins, as a reply's do" },
  { from: 'actors/provider', to: 'actors/receipt/', because: "what an answer tells of a delivery is read as a receipt is, so that both say the same" },
  { from: 'actors/callback', to: 'actors/provider/http_port.hpp', because: 'callbacks go out by the same kind of HTTP call' },
  { from: 'actors/board', to: 'web/endpoint/broker_port.hpp', because: 'the board publishes to the live feed declared there' },
  { from: 'actors/board', to: 'actors/practice/reminder_times.hpp', because: "when a rule's reminder is due is shown by the function that the practice itself goes by" },
  { from: 'actors/board', to: 'actors/practice/exclusions.hpp', because: "what a practice leaves out isn't shown as due, by the practice's own function" },
  { from: 'actors/alert', to: 'web/endpoint/broker_port.hpp', because: 'alerts ask the broker as a person at the door does' },
  { from: 'actors/event_log', to: 'actors/key_ring/', because: "a backup's files are encrypted on their way by its pure ciphers" },
  { from: 'actors/backup', to: 'actors/event_log/', because: "a backup is made of the log's own files" },
  { from: 'actors/backup', to: 'actors/key_ring/', because: 'what is in it is sealed' },
  { from: 'actors/connector', to: 'web/edge/hand_over_folder.hpp', because: 'a document is left in a folder in one way, by the broker or by an agent' },
  { from: 'actors/connector', to: 'web/edge/target.hpp', because: "the agent's own place for documents has one name" },
  { from: 'web/endpoint', to: 'actors/practice/personalise.hpp', because: 'a program is told the text its template gives: one function fills it in' },
  { from: 'web/endpoint', to: 'web/edge/', because: 'broker and agent have the same link between them' },
  { from: 'web/endpoint', to: 'actors/receipt/', because: "a webhook's fields are read by receipt's pure functions" },
];

/** Libraries with one home: everybody else goes through ours. */
const homes = [
  { library: 'rocksdb/', home: /^actors\/event_log\//, mend: 'go through log_engine (actors/event_log/engine.hpp)' },
  { library: 'yaml-cpp/', home: /^actors\/node\/config\//, mend: 'go through actors/node/config' },
  { library: 'prometheus/', home: /^actors\/board\//, mend: "let the board's metrics.cpp count it" },
];
/** What may open a library's files directly, with why. */
const also = [
  { file: 'tests/contract/event_log_damage_test.cpp', library: 'rocksdb/', because: 'it damages stored records behind the engine' },
  { file: 'tests/support/watched_disk.hpp', library: 'rocksdb/', because: 'it stands between RocksDB and the disk' },
];

/** The part of the house a file belongs to, and whether it follows these rules at all: tests may include anything. */
function part_of(file) {
  if (file.startsWith('tests/support/simulators/')) return 'tests/support/simulators';
  if (/^(tests|benchmarks)\//.test(file) || /^web\/[^/]+\/tests\//.test(file)) return null;
  const [top, second] = file.split('/');
  return top === 'actors' || top === 'web' ? `${top}/${second}` : top;
}

function wrong_neighbour(file, from, one) {
  const to = part_of(one.path);
  if (to === from || from === 'actors/node') return null;
  if (to === null || to === 'tests/support/simulators')
    return { what: `${from} includes ${one.name}, which is a test's`, mend: 'move what both need out of tests/' };
  if (from === 'tests/support/simulators')
    return { what: `a simulator includes ${one.name} of the broker`, mend: 'the simulators share no code with the broker: write it on their side' };
  if (to === 'schemas') return null;
  if (from === 'schemas') return { what: `schemas includes ${one.name}`, mend: 'schemas depends on nothing of ours: declare it in schemas/' };
  if (allowed.some((edge) => edge.from === from && one.path.startsWith(edge.to))) return null;
  return {
    what: `${from} includes ${one.name} of ${to}`,
    mend: 'speak by messages of schemas/actors.hpp; a pure edge that is needed goes into `allowed` in tests/tidy/rules/include_direction.mjs with its reason',
  };
}

const is_shell = (file) => /_actor\.(cpp|hpp)$/.test(file);
const has_core = (from) => (/^actors\//.test(from) && from !== 'actors/node') || from === 'web/endpoint';

export function include_direction(tree) {
  const all = [];
  for (const file of tree.files.filter(is_cpp)) {
    for (const one of includes_of(tree, file)) {
      const home = homes.find((each) => one.path === null && one.name.startsWith(each.library));
      if (home && !home.home.test(file) && !also.some((each) => each.file === file && each.library === home.library))
        all.push(found(file, one.line, `<${one.name}> is included outside its home`, home.mend));
    }
    const from = part_of(file);
    if (from === null) continue;
    for (const one of includes_of(tree, file)) {
      const wrong = one.path && wrong_neighbour(file, from, one);
      if (wrong) all.push(found(file, one.line, wrong.what, wrong.mend));
    }
    if (!has_core(from) || is_shell(file)) continue;
    const chain = reach(tree, file, (one) => one.path === null && one.name.startsWith('caf/'));
    if (chain)
      all.push(
        found(file, chain[0].line, `a pure core reaches CAF: ${show_chain(chain)}`, 'move what needs actors into a file called *_actor.{hpp,cpp}'),
      );
  }
  return all;
}
