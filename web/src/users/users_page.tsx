// Who may do what: the users that whoever looks has to do with.
import { useState } from 'preact/hooks';
import { postJson } from '../api/client';
import { useMe } from '../api/use_me';
import { useResource } from '../api/use_resource';
import { counted } from '../format/format';
import { Legend, Panel, When } from '../ui/bits';
import { Page } from '../ui/page';
import { Empty, Fetched } from '../ui/state';
import { Table, type Column } from '../ui/table';
import { StateTag } from '../ui/tag';
import { roles } from '../words/role_words';
import { UserForm } from './user_form';
import { practicesOf, type User } from './user';

interface Answer {
  readonly users: readonly User[];
  readonly groups: readonly string[];
}
export interface Said {
  readonly name: string;
  readonly link?: string | undefined;
  readonly text: string;
  readonly failed?: boolean;
}

const columns = (me: string, tell: (said: Said) => void): readonly Column<User>[] => [
  { head: 'Name', cell: (u) => <span class="app-name">{u.name}</span> },
  { head: 'Role', cell: (u) => <StateTag words={roles} state={u.role} /> },
  { head: 'Practices', cell: (u) => practicesOf(u) },
  {
    head: 'Signs in by',
    cell: (u) => (
      <>
        {u.has_password ? 'password' : 'link'}{u.has_second_factor && ' and code'}
        {u.disabled && <span class="app-why">disabled</span>}
        {u.locked_until && <span class="app-why">locked until <When at={u.locked_until} /></span>}
      </>
    ),
  },
  { head: 'Change', cell: (u) => (u.name === me ? <a href="/account">Your account</a> : <Changes user={u} tell={tell} />) },
];

function Changes(p: { user: User; tell: (said: Said) => void }) {
  const { user, tell } = p;
  const [busy, setBusy] = useState(false);
  const run = async (path: string, body: Readonly<Record<string, unknown>> | null, done: string): Promise<void> => {
    setBusy(true);
    const answer = await postJson(`users/${encodeURIComponent(user.name)}/${path}`, body ?? {});
    setBusy(false);
    if (answer.ok) tell({ name: user.name, text: done, link: (answer.value as unknown as User).link });
    else tell({ name: user.name, text: answer.problem.reason, failed: true });
  };
  const role = (event: Event): void => void run('change', { role: (event.currentTarget as HTMLSelectElement).value }, 'has another role.');
  const id = `role-${user.name}`;
  return (
    <span class="app-action">
      <label class="nhsuk-u-visually-hidden" for={id}>Role of {user.name}</label>
      <select class="nhsuk-select" id={id} key={user.role} disabled={busy} onChange={role}>
        {Object.entries(roles).map(([value, word]) => <option key={value} value={value} selected={value === user.role}>{word.label}</option>)}
      </select>
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" disabled={busy}
        onClick={() => void run('change', { disabled: !user.disabled }, user.disabled ? 'may sign in again.' : 'is signed out everywhere.')}>
        {user.disabled ? 'Let in again' : 'Disable'}<span class="nhsuk-u-visually-hidden"> {user.name}</span>
      </button>
      <button class="nhsuk-button nhsuk-button--small nhsuk-button--secondary" type="button" disabled={busy}
        onClick={() => void run('reset', null, 'has no password any more.')}>
        Reset password<span class="nhsuk-u-visually-hidden"> of {user.name}</span>
      </button>
    </span>
  );
}

export function UsersPage(_p: { parts: Readonly<Record<string, string>> }) {
  const me = useMe();
  const answer = useResource<Answer>('users', false);
  const [said, setSaid] = useState<Said | null>(null);
  const tell = (what: Said): void => {
    setSaid(what);
    answer.reload();
  };
  return (
    <Page title="Users" lead="Who may sign in here, what they may do, and whose practices they see. Each change is in the audit trail.">
      <p role="status">
        {said && <span class={said.failed ? 'app-action__failed' : ''}><strong>{said.name}</strong> {said.text}</span>}
        {said?.link && <> Give them this link, by which they choose a password. It works once, for 15 minutes: <strong class="app-mono">{location.origin + said.link}</strong></>}
      </p>
      <Fetched of={answer} what="users">
        {({ users, groups }) => (
          <>
            <Panel title={counted(users.length, 'user')}>
              {users.length === 0
                ? <Empty title="No users yet">Until there are any, people sign in by one-time links of the command line, as host operators.</Empty>
                : <Table<User> caption="Users" caption_hidden columns={columns(me?.user ?? '', tell)} rows={users} row_key={(u) => u.name} />}
              <Legend summary="What the roles mean" words={roles} />
            </Panel>
            <Panel title="A new user"><UserForm groups={groups} tell={tell} /></Panel>
          </>
        )}
      </Fetched>
    </Page>
  );
}
