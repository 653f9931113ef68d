// What isn't finished is finished, or said in the README; not hidden in a comment.
import { matches_in } from '../tree.mjs';

const words = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'not ' + 'implemented'];
const pattern = new RegExp(`(?<![\\w-])(${words.join('|')})(?!\\w)`, 'g');

export function leftovers(tree) {
  return tree
    .matching(/\.(cpp|hpp|m?[jt]sx?|scss|sh|cmake|txt|yaml|in|json|md)$|^deploy\/[a-z_-]+$|^\.ci\//)
    .filter((file) => !/package-lock\.json$/.test(file))
    .flatMap((file) =>
      matches_in(tree.text(file), file, pattern, (one) => `\`${one[1]}\` was left here`, 'finish it, or say in the README that it is missing'),
    );
}
