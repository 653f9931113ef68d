// The client's own integration suite, unchanged, from a checkout of its repository. Started by main.mjs --suite.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

const { NotifyClient } = createRequire(import.meta.url)('notifications-node-client');
const { data } = await new NotifyClient(process.env.NOTIFY_API_URL, process.env.API_KEY).getAllTemplates();
const id_of = (type) => data.templates.find((one) => one.name === `Client Functional test ${type} template`)?.id;
const child = spawn('npx', ['mocha', 'spec/integration/test.js'], { cwd: process.argv[2], stdio: 'inherit',
  env: { ...process.env, SMS_TEMPLATE_ID: id_of('sms'), EMAIL_TEMPLATE_ID: id_of('email'), LETTER_TEMPLATE_ID: id_of('sms') } });
child.once('exit', (code) => process.exit(code ?? 1));
