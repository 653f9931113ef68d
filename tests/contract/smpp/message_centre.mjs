// A message centre: the server of the npm package smpp, which isn't ours, doing what a test tells it to.
//
//   node message_centre.mjs MODULES [certificate.pem key.pem]
//
// MODULES is the folder that has node_modules. Prints {"port":N}, then a line of JSON for all that happens; takes lines of
// JSON on its standard input:
//   {"do":"next","what":[…]}          how the next submissions are answered, one word each; then `take` again:
//        take | throttle | full | bad_number | system_error | take_and_drop | drop | silence | receipt_first
//   {"do":"deliver","fields":{…}}     a deliver_sm with these fields of the package's own
//   {"do":"receipt","id":…,"stat":…}  a delivery receipt as appendix B writes it
//   {"do":"drop"}                     the connection is cut
//   {"do":"unbind"}                   it says goodbye
//   {"do":"password","is":…}          who binds with another is refused; default `secret`
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [modules, certificate, key] = process.argv.slice(2);
const smpp = createRequire(`${modules}/`)('smpp');

const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const upcoming = [];
const messages = new Map(); // id -> stat
let session = null;
let password = 'secret';
let made = 0;

const text_of = (message) => (typeof message === 'string' ? message : (message?.message ?? '').toString());

function receipt(id, stat, extra = {}) {
  messages.set(id, stat);
  deliver({
    esm_class: 4, source_addr: '447700900123', source_addr_ton: 1, destination_addr: 'Riverside',
    short_message: `id:${id} sub:001 dlvrd:001 submit date:2603020900 done date:2603020901 stat:${stat} err:000 text:Hello`, ...extra,
  });
}

function deliver(fields) {
  session.deliver_sm(fields, (answer) => tell({ event: 'deliver_answer', status: answer.command_status, about: text_of(fields.short_message) }));
}

const refusals = {
  throttle: smpp.ESME_RTHROTTLED, full: smpp.ESME_RMSGQFUL, bad_number: smpp.ESME_RINVDSTADR, system_error: smpp.ESME_RSYSERR,
};

function on_submit(from, pdu) {
  const how = upcoming.shift() ?? 'take';
  const payload = pdu.message_payload && text_of(pdu.message_payload);
  const told = {
    event: 'submit', how, to: pdu.destination_addr, from: pdu.source_addr, from_ton: pdu.source_addr_ton, registered: pdu.registered_delivery,
    coding: pdu.data_coding, text: payload || text_of(pdu.short_message), udh: pdu.short_message?.udh?.map((one) => one.toString('hex')) ?? [],
    sar: pdu.sar_segment_seqnum ? [pdu.sar_msg_ref_num, pdu.sar_total_segments, pdu.sar_segment_seqnum] : [],
  };
  if (how in refusals) {
    from.send(pdu.response({ command_status: refusals[how] }));
    return tell(told);
  }
  if (how === 'silence') return tell(told);
  if (how === 'drop') {
    from.destroy();
    return tell(told);
  }
  made += 1;
  told.id = `m-${made}`;
  messages.set(told.id, 'ENROUTE');
  if (how === 'take_and_drop') from.destroy();
  if (how === 'receipt_first') receipt(told.id, 'DELIVRD');
  if (how !== 'take_and_drop') from.send(pdu.response({ message_id: told.id }));
  tell(told);
}

const options = certificate ? { cert: readFileSync(certificate), key: readFileSync(key) } : {};
const server = smpp.createServer(options, (one) => {
  one.on('error', () => {});
  one.on('close', () => tell({ event: 'closed' }));
  one.on('bind_transceiver', (pdu) => {
    const good = pdu.system_id === 'tidings' && pdu.password === password;
    one.send(pdu.response({ command_status: good ? 0 : smpp.ESME_RINVPASWD, system_id: 'SMSC' }));
    if (good) session = one;
    tell({ event: good ? 'bound' : 'refused', version: pdu.interface_version });
  });
  one.on('enquire_link', (pdu) => {
    one.send(pdu.response());
    tell({ event: 'enquired' });
  });
  one.on('unbind', (pdu) => {
    one.send(pdu.response());
    tell({ event: 'unbound' });
    one.close();
  });
  one.on('submit_sm', (pdu) => on_submit(one, pdu));
  one.on('query_sm', (pdu) => {
    const states = { ENROUTE: 1, DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5 };
    const stat = messages.get(pdu.message_id);
    one.send(pdu.response(stat ? { message_id: pdu.message_id, message_state: states[stat] } : { command_status: smpp.ESME_RQUERYFAIL }));
    tell({ event: 'queried', id: pdu.message_id });
  });
});
server.listen(0, '127.0.0.1', () => tell({ port: server.address().port }));

const orders = {
  next: ({ what }) => {
    upcoming.push(...what);
    tell({ event: 'ordered' }); // a submission that overtakes the order would be answered in the wrong way
  },
  deliver: ({ fields }) => {
    const message = fields.short_message;
    if (message?.udh) message.udh = Buffer.from(message.udh, 'hex');
    deliver(fields);
  },
  receipt: ({ id, stat, extra }) => receipt(id, stat, extra),
  outcome: ({ id, stat }) => {
    messages.set(id, stat);
    tell({ event: 'ordered' }); // a query that overtakes it would hear that nothing is known yet
  },
  drop: () => session.destroy(),
  unbind: () => session.unbind(),
  password: ({ is }) => { password = is; },
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  orders[order.do](order);
}).on('close', () => process.exit(0)); // whoever started it is gone
