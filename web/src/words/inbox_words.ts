import { word, type Words } from './word';

export const conversation_statuses: Words = {
  unread: word('Unread', 'blue', 'The patient wrote, and nobody has marked it read. A new reply makes it unread again.'),
  read: word('Read', 'grey', 'Somebody has read it. There may be something left to do.'),
  done: word('Done', 'green', 'Nothing is left to do.'),
};

export const fft_scores: readonly (readonly ['very_good' | 'good' | 'neither' | 'poor' | 'very_poor' | 'dont_know', string])[] = [
  ['very_good', 'Very good'],
  ['good', 'Good'],
  ['neither', 'Neither good nor poor'],
  ['poor', 'Poor'],
  ['very_poor', 'Very poor'],
  ['dont_know', 'Don’t know'],
];

export const fft_methods: Readonly<Record<string, string>> = {
  text_message: 'Text message',
  online: 'Online',
  app: 'App',
  paper: 'Paper',
  telephone: 'Telephone',
  other: 'Other',
};
