import { postJson } from '../api/client';
import { SelectField, TextField, optionsOf } from '../ui/form';
import { roles } from '../words/role_words';
import { codesIn, type User } from './user';
import type { Said } from './users_page';

export function UserForm(p: { groups: readonly string[]; tell: (said: Said) => void }) {
  const make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = (name: string): string => String(new FormData(form).get(name) ?? '').trim();
    const name = given('name').toLowerCase();
    const group = given('group');
    const answer = await postJson('users', {
      name,
      role: given('role'),
      practices: codesIn(given('practices')),
      ...(group ? { groups: [group] } : {}),
    });
    if (!answer.ok) return p.tell({ name: name || 'Nobody', text: `is not made: ${answer.problem.reason}`, failed: true });
    form.reset();
    p.tell({ name, text: 'may sign in.', link: (answer.value as unknown as User).link });
  };
  return (
    <form class="app-filters" noValidate onSubmit={(event) => void make(event)} aria-label="A new user">
      <TextField name="name" label="Name" hint="Such as their NHSmail address" value="" width={20} />
      <SelectField name="role" label="Role" all="Choose a role" options={optionsOf(roles)} value="" />
      <TextField name="practices" label="Practices" hint="ODS codes, with commas between them" value="" width={20} />
      {p.groups.length > 0 && <SelectField name="group" label="Group of practices" all="None" options={p.groups.map((group) => ({ value: group, text: group }))} value="" />}
      <div class="app-filters__buttons">
        <button class="nhsuk-button nhsuk-button--small" type="submit">Make the user</button>
      </div>
    </form>
  );
}
