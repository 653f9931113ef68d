// The tree works wherever it is put: no path and no address of the machine it was written on.
import { found, is_made_up } from '../tree.mjs';

const paths = /(?<![\w.$}*~-])\/(work|farm|tmp|home|root|Users)\/[\w.@{$-]/;
const hosts = /\bhttps?:\/\/[\w.-]*(registry|artifactory|pypi|proxy\.golang|nexus|mirror)[\w.-]*\//;

export function machine_paths(tree) {
  const all = [];
  for (const file of tree.files.filter((path) => !is_made_up(path))) {
    tree.lines(file).forEach((text, index) => {
      const path = paths.exec(text);
      if (path && !/\bmktemp\b/.test(text))
        all.push(found(file, index + 1, `a path of one machine: ${path[0]}`, 'take it from the checkout, an option, or mktemp'));
      const host = hosts.exec(text);
      if (host) all.push(found(file, index + 1, `a package registry: ${host[0]}`, 'leave the registry to the machine that installs'));
    });
  }
  return all;
}
