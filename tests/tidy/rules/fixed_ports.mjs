// Two test runs on one machine must not meet: a server of a test listens on port 0 and says which port it got.
import { is_cpp, without_comments } from '../cpp.mjs';
import { matches_in } from '../tree.mjs';

const is_test = (file) => /(^|\/)tests\//.test(file) && !file.startsWith('tests/tidy/');
const mend = 'listen on port 0 and read back the port that was given';

/** Ways to choose a port to listen on. A port that only stands in data under test is nobody's business. */
const patterns = [
  /--port["',\s=]+[1-9]\d{1,4}\b/g,
  /\.listen\s*\(\s*[1-9]\d{1,4}\b/g,
  /\bendpoint\s*[({][^;{}]*,\s*[1-9]\d{1,4}\s*[)}]/g,
  /\.port\s*=\s*[1-9]\d{1,4}\b(?!\s*[)}]*\s*==)/g,
  /\bhtons\s*\(\s*[1-9]\d{1,4}/g,
];

export function fixed_ports(tree) {
  const files = tree.files.filter((file) => is_test(file) && (is_cpp(file) || /\.(m?[jt]sx?|sh|txt)$/.test(file)));
  return files.flatMap((file) => {
    const text = is_cpp(file) ? without_comments(tree.text(file)) : tree.text(file);
    return patterns.flatMap((pattern) =>
      matches_in(text, file, pattern, (one) => `a fixed port: ${one[0].replace(/\s+/g, ' ')}`, mend),
    );
  });
}
