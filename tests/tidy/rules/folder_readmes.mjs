// A stranger finds out in each folder what lives there.
import { found } from '../tree.mjs';

/** Everything in these is served as it stands. */
const served = ['web/public'];

export function folder_readmes(tree) {
  const folders = new Map(); // folder -> one file in it
  for (const file of tree.files) {
    const parts = file.split('/');
    if (parts[0].startsWith('.')) continue;
    if (parts.length > 1) folders.set(parts[0], file);
    if (parts.length > 2 && ['actors', 'tests', 'web'].includes(parts[0])) folders.set(`${parts[0]}/${parts[1]}`, file);
  }
  return [...folders.keys()]
    .filter((folder) => !served.includes(folder) && !tree.has(`${folder}/README.md`))
    .map((folder) => found(`${folder}/README.md`, 1, 'this folder has no README', 'say in a few lines what lives here, what may not, and where to look first'));
}
