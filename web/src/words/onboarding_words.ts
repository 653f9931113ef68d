import { word, type Words } from './word';

export const doctor_verdicts: Words = {
  ok: word('Good', 'green', 'It answers as it should.'),
  warn: word('Look at it', 'yellow', 'It works, but somebody should look at it.'),
  fail: word('Fails', 'red', 'It can’t work like this.'),
};
