// Chance that repeats: the same seed throws the same dice. (What the operating system does in between, it doesn't repeat.)

/** splitmix32: small, and good enough to choose moments and faults. */
export function make_dice(seed) {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 0x1_0000_0000;
  };
  return {
    unit,
    chance: (probability) => unit() < probability,
    between: (least, most) => least + Math.floor(unit() * (most - least + 1)),
    /** Every order of magnitude is as likely: short times matter as much as long ones. */
    log_between: (least, most) => Math.round(Math.exp(Math.log(least) + unit() * (Math.log(most) - Math.log(least)))),
    pick: (list) => list[Math.floor(unit() * list.length)],
    /** Independent dice for one purpose, so that one more throw there changes nothing elsewhere. */
    apart: (name) => make_dice([...name].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01000193), seed ^ 0x811c9dc5)),
  };
}
