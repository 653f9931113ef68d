// Each rule is seen to find what it is there for, and to leave alone what is right. Trees are made up; no disk.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from './rules.mjs';
import { Tree } from './tree.mjs';

const events = (body) => ({ 'schemas/events.hpp': `enum class event_type : std::uint16_t {\n${body}\n};\n` });
const commands = (list) => ({ 'schemas/commands.hpp': `using command_alternatives =\n    std::variant<${list}>;\n` });
const to_do = 'TO' + 'DO';
const caf = '#include <caf/all.hpp>\n';
const beast = '#include <boost/beast/http.hpp>\n';

/** rule, what is tried, the tree, `file:line` of each finding in order. */
const cases = [
  ['include_direction', 'a station that includes another', { 'actors/board/a.cpp': '\n#include "actors/practice/b.hpp"\n', 'actors/practice/b.hpp': '' }, ['actors/board/a.cpp:2']],
  ['include_direction', 'an edge that is allowed', { 'actors/practice/a.cpp': '#include "actors/reply/parser.hpp"\n', 'actors/reply/parser.hpp': '' }, []],
  ['include_direction', 'another header over an allowed edge', { 'actors/practice/a.cpp': '#include "actors/reply/words.hpp"\n', 'actors/reply/words.hpp': '' }, ['actors/practice/a.cpp:1']],
  ['include_direction', 'schemas that look up', { 'schemas/a.hpp': '#include "actors/reply/parser.hpp"\n', 'actors/reply/parser.hpp': '' }, ['schemas/a.hpp:1']],
  ['include_direction', 'node, which puts all together', { 'actors/node/a.cpp': '#include "actors/reply/parser.hpp"\n', 'actors/reply/parser.hpp': '' }, []],
  ['include_direction', 'RocksDB outside the log', { 'actors/board/a.cpp': '#include <rocksdb/db.h>\n' }, ['actors/board/a.cpp:1']],
  ['include_direction', 'RocksDB in the log', { 'actors/event_log/a.cpp': '#include <rocksdb/db.h>\n' }, []],
  ['include_direction', 'a core that reaches CAF through a header', { 'actors/reply/a.cpp': '#include "schemas/actors.hpp"\n', 'schemas/actors.hpp': caf }, ['actors/reply/a.cpp:1']],
  ['include_direction', 'a shell that does', { 'actors/reply/a_actor.cpp': '#include "schemas/actors.hpp"\n', 'schemas/actors.hpp': caf }, []],
  ['include_direction', 'a product that includes a test', { 'actors/reply/a.cpp': '#include "tests/support/b.hpp"\n', 'tests/support/b.hpp': '' }, ['actors/reply/a.cpp:1']],
  ['include_direction', 'a simulator that includes the broker', { 'tests/support/simulators/a.cpp': '#include "schemas/ids.hpp"\n', 'schemas/ids.hpp': '' }, ['tests/support/simulators/a.cpp:1']],
  ['include_direction', 'an include in a comment', { 'actors/board/a.cpp': '// #include "actors/practice/b.hpp"\n', 'actors/practice/b.hpp': '' }, []],

  ['beast_and_caf', 'both, one of them far away', { 'web/a.cpp': '#include "b.hpp"\n#include "c.hpp"\n', 'web/b.hpp': '#include "d.hpp"\n', 'web/d.hpp': caf, 'web/c.hpp': beast }, ['web/a.cpp:2']],
  ['beast_and_caf', 'one each', { 'web/a.cpp': caf, 'web/b.cpp': beast }, []],

  ['sleeps', 'sleep_for in a test', { 'tests/core/a_test.cpp': '\nstd::this_thread::sleep_for(5ms);\n' }, ['tests/core/a_test.cpp:2']],
  ['sleeps', 'sleep_for in a comment, and in the product', { 'tests/core/a_test.cpp': '// sleep_for(5ms)\n', 'actors/a.cpp': 'sleep_for(5ms);' }, []],
  ['sleeps', 'a long setTimeout behind a function with commas', { 'web/tests/a.test.ts': 'setTimeout(() => f(1, 2), 1_500)\n' }, ['web/tests/a.test.ts:1']],
  ['sleeps', 'a short one', { 'web/tests/a.test.ts': 'setTimeout(() => f(200, 300), 5)\n' }, []],
  ['sleeps', 'waitForTimeout', { 'tests/browser/a.mjs': 'await page.waitForTimeout(1)\n' }, ['tests/browser/a.mjs:1']],
  ['sleeps', 'a script', { 'tests/system/run': '#!/bin/sh\nuntil ready; do sleep 0.1; done\nsleep 3\n' }, ['tests/system/run:3']],

  ['fixed_ports', 'a port to listen on', { 'tests/a_test.cpp': 'settings.port = 8443;\nasio::ip::tcp::endpoint(any, 8080);\n' }, ['tests/a_test.cpp:2', 'tests/a_test.cpp:1']],
  ['fixed_ports', 'an option', { 'tests/browser/run.sh': 'tidings-sim firetext --port 8080\n' }, ['tests/browser/run.sh:1']],
  ['fixed_ports', 'port 0, and a port in data', { 'tests/a_test.cpp': 'settings.port = 0;\nEXPECT_EQ(settings.port, 8443);\n' }, []],

  ['actor_state_constructors', 'an aggregate state', { 'actors/a/a_actor.hpp': 'struct a_actor_state {\n  int x = 0;\n  struct inner { inner(int); };\n};\n' }, ['actors/a/a_actor.hpp:1']],
  ['actor_state_constructors', 'one of a test, by its use', { 'tests/a.cpp': '\nstruct fake { int x; };\nstateful_pointer<fake> self;\n' }, ['tests/a.cpp:2']],
  ['actor_state_constructors', 'a state with one', { 'actors/a/a_actor.hpp': 'struct a_actor_state {\n  a_actor_state() = default;\n};\nx::stateful_pointer<a_actor_state> self;' }, []],

  ['event_numbers', 'as remembered', { ...events('a = 1, // first\n b = 7,'), 'tests/golden/event_numbers.txt': 'a 1\nb 7\n' }, []],
  ['event_numbers', 'a number that changed', { ...events('a = 2'), 'tests/golden/event_numbers.txt': 'a 1\n' }, ['schemas/events.hpp:2']],
  ['event_numbers', 'an event that went', { ...events('b = 2'), 'tests/golden/event_numbers.txt': 'a 1\nb 2\n' }, ['schemas/events.hpp:1']],
  ['event_numbers', 'a new one that nobody noted', { ...events('a = 1,\n b = 2'), 'tests/golden/event_numbers.txt': 'a 1\n' }, ['schemas/events.hpp:3']],
  ['event_numbers', 'one number for two', { ...events('a = 1, b = 1'), 'tests/golden/event_numbers.txt': 'a 1\nb 1\n' }, ['schemas/events.hpp:2']],
  ['command_numbers', 'as remembered', { ...commands('a,\n b'), 'tests/golden/command_numbers.txt': 'a 0\nb 1\n' }, []],
  ['command_numbers', 'one put in front', { ...commands('c, a'), 'tests/golden/command_numbers.txt': 'a 0\n' }, ['schemas/commands.hpp:2', 'schemas/commands.hpp:2']],
  ['word_numbers', 'as remembered', { 'schemas/words.hpp': 'enum class k : int { x, y };\nenum class l { x };', 'tests/golden/word_numbers.txt': 'k.x 0\nk.y 1\nl.x 0\n' }, []],
  ['word_numbers', 'one put between', { 'schemas/words.hpp': 'enum class k { x, z, y };', 'tests/golden/word_numbers.txt': 'k.x 0\nk.y 1\n' }, ['schemas/words.hpp:1', 'schemas/words.hpp:1']],

  ['folder_readmes', 'folders without', { 'schemas/a.hpp': '', 'actors/x/a.cpp': '', 'actors/README.md': '', '.ci/run': '' }, ['actors/x/README.md:1', 'schemas/README.md:1']],
  ['folder_readmes', 'folders with', { 'actors/x/README.md': '', 'actors/README.md': '' }, []],

  ['leftovers', 'something to do later', { 'actors/a.cpp': `\n// ${to_do}: mend\n` }, ['actors/a.cpp:2']],
  ['leftovers', 'the pattern of mkdtemp', { 'actors/a.cpp': '"name-XXXXXX"\n' }, []],

  ['machine_paths', 'a home folder', { 'deploy/a': 'cd /home/me\n' }, ['deploy/a:1']],
  ['machine_paths', 'a path in a URL or of mktemp', { 'deploy/a': 'd=$(mktemp -d /tmp/a.X)\nhttps://host/work/x\n$data/tmp/x\n' }, []],

  ['personal_numbers', 'a mobile, three ways', { 'a.md': '07911 123456\n447911123456\n+44 7911 123 456\n' }, ['a.md:1', 'a.md:2', 'a.md:3']],
  ['personal_numbers', "nobody's", { 'a.md': '07700 900123 447700900123 01632 960123 999 000 0018 07860039047\n' }, []],
  ['personal_numbers', 'an NHS number with its check digit', { 'a.md': 'nhs_number: 4010232137\n' }, ['a.md:1']],
  ['personal_numbers', 'ten digits of something else', { 'a.md': 'started 1795420800\n' }, []],
];

for (const [rule, what, texts, expected] of cases)
  test(`${rule}: ${what}`, () => {
    assert.deepEqual(rules[rule](Tree.of(texts)).map((one) => `${one.file}:${one.line}`), expected);
  });

test('every rule has a case that it finds and one that it leaves alone', () => {
  for (const rule of Object.keys(rules)) {
    const of_rule = cases.filter((one) => one[0] === rule);
    assert.ok(of_rule.some((one) => one[3].length > 0), `${rule} finds nothing here`);
    assert.ok(of_rule.some((one) => one[3].length === 0), `${rule} leaves nothing alone here`);
  }
});
