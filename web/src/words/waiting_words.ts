import { word, type Words } from './word';

export const slot_states: Words = {
  open: word('Free', 'blue', 'Nobody has it yet. Patients who wait for the session are asked one after another, if the practice has the waiting list switched on.'),
  promised: word('Promised', 'orange', 'A patient said YES first. Staff book them in: the item says whom and where.'),
  booked: word('Booked', 'green', 'The clinical system shows it booked for the patient it was promised to.'),
  given_away: word('Given away', 'grey', 'The clinical system shows it booked for somebody else.'),
  nobody_left: word('Nobody took it', 'grey', 'Everybody who may be asked was asked in vain, or nobody waits.'),
  too_late: word('Too late', 'grey', 'It begins too soon to ask anybody else.'),
  clinic_gone: word('Clinic may be off', 'red', 'Several of one clinician’s appointments went at once: none of the slots is offered.'),
  stopped: word('Stopped', 'grey', 'Staff said that it is no longer to be offered.'),
};

export const offer_states: Words = {
  asked: word('Asked', 'blue', 'The patient was texted and has some minutes to answer.'),
  taken: word('Said YES first', 'green', 'The slot is promised to them.'),
  declined: word('Said NO', 'grey', 'They stay on the list and are asked about later slots.'),
  lapsed: word('No answer in time', 'yellow', 'The next was asked. A later YES still gets the slot while it is free.'),
  not_reached: word('Not reached', 'red', 'The text never reached them.'),
  not_asked: word('Not asked', 'white', 'They may not be asked: no consent, no mobile number, or the like.'),
  withdrawn: word('Told it is gone', 'grey', 'They were asked, and it went to somebody else.'),
};
