// What to do when something is red or orange: the words as they stand on the screen, and who does what.

export type Advice = readonly (readonly [string, string])[];

export const staff_red: Advice = [
  ['Urgent, on Today or in the inbox', 'Somebody may need help now. Open the conversation and ring the patient; nobody is told by Tidings itself. Then mark the item done.'],
  ['Waits for a person', 'Open what it is about, decide, do it in the clinical system or answer, then press Done. Done only takes it off the list: it changes nothing else.'],
  ['Not reached, or Failed', 'The message’s page says why. A wrong number: correct it in the clinical system. Otherwise ring the patient if it matters before the appointment.'],
  ['In doubt', 'Don’t send it again: it may have arrived. Tidings asks the provider, and the item comes to you only if nobody can tell. Then ring.'],
  ['Being cancelled, for more than some minutes', 'The clinical system hasn’t taken it yet. Look whether the appointment is still booked there, and cancel it by hand if it is.'],
  ['Wrong number?', 'Whoever has the number says it isn’t the patient’s, so nothing about the patient goes there. Ring the patient on another number and correct the record, or say on the conversation’s page that the number is right.'],
  ['2 people share this number', 'It isn’t sure who wrote. Ask them, or look at what was sent to each of them, before you do anything in a record.'],
  ['Clinical system: Down', 'Appointments on the page are as of the last reading, beside it. Reminders that were asked for still go out. Tell whoever looks after the clinical system; if that is well, whoever runs Tidings.'],
  ['Clinical system: Awaiting approval, or Deactivated', 'Somebody with rights in the clinical system must approve Tidings there, or switch it on again.'],
  ['Sending is paused', 'The page says who paused it and why. What is due waits and isn’t lost, but a reminder whose time passes is not sent. Ask that person, or whoever runs Tidings, to let it go on.'],
  ['Restored from a backup', 'Nothing is sent until whoever runs Tidings releases it. Messages of the time between may be missing here. Ask them how long it will take.'],
  ['The practice’s records are damaged', 'Nothing is sent or read. Ring whoever runs Tidings at once, and remind today’s and tomorrow’s patients by hand where it matters.'],
  ['Messages wait for tomorrow’s budget', 'Only what may wait is held; answers to patients still go. An administrator of the practice and whoever runs Tidings agree on the budget.'],
  ['Not sent, with a reason', 'A rule had a reason, such as no mobile, no consent or too late. Records to mend lists what can be corrected.'],
];

export const operators_red: Advice = [
  ['The first lines of the overview', 'They say what needs somebody, most of all first, with a link to where it is mended. Begin there.'],
  ['A practice is Down', 'Open it: its connector, or damaged records. Damaged records are closed until they are restored from a backup; nothing else at the practice works before.'],
  ['A connector is Down', 'Its page says why and what to do: the practice’s PC, the network, a password. “Test” tries it at once. Messages already accepted still go out.'],
  ['A provider is Down or Stopped', 'Messages go by the next of the route, or wait. Stopped needs a person: the password, or credit. Nothing has to be sent again by hand.'],
  ['In doubt', 'Leave it: it is looked up at the provider. What nobody can tell goes to the practice’s staff as an item.'],
  ['Parked', 'Work that failed 5 times. Look at the groups by cause, mend the cause, then “try again” with a dry run first. Discard only what is certainly of no use.'],
  ['Callbacks that could not be told', 'The program didn’t take them for too long. Once it is back, have them tried again, all or one.'],
  ['An alert is raised', 'Acknowledge it, so that others know somebody is on it, and write what you do. It ends by itself when its cause has gone.'],
  ['Restored from a backup, not released', 'Until somebody releases it nothing is sent. Compare with the provider first: what was sent after the backup is not known here.'],
  ['A backup is old or failed', 'The page says why: most often the disk or the key command. Until it is mended, a lost disk loses what came since.'],
  ['An actor was restarted again and again', 'It rests for 30 seconds and is started anew. If it goes on, send the log’s lines with its name to whoever develops Tidings.'],
];
