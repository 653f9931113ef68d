// Which of the staff's pages stands at which address. The inbox comes at once, the others when first opened.
import { DataQualityPage } from './data_quality/data_quality_page';
import { FftPage } from './fft/fft_page';
import { ConversationPage } from './inbox/conversation_page';
import { InboxPage } from './inbox/inbox_page';
import { PauseBanner } from './queues/pause_banner';
import { links } from './route/links';
import { match, place } from './route/route';
import { SupportPage } from './support/support_page';
import { Later, type PageOf } from './ui/later';
import { Page } from './ui/page';
import { Shell } from './ui/shell';
import { WaitingPage } from './waiting/waiting_page';

const later: readonly (readonly [string, () => Promise<PageOf>])[] = [
  ['/app/send', () => import('./send/send_page').then((m) => m.SendPage)],
  ['/app/patients', () => import('./patients/patients_page').then((m) => m.PatientsPage)],
  ['/app/patients/:id', () => import('./patients/patient_page').then((m) => m.PatientPage)],
  ['/app/templates', () => import('./templates/templates_page').then((m) => m.TemplatesPage)],
  ['/app/templates/:id', () => import('./templates/template_page').then((m) => m.TemplatePage)],
  ['/app/keywords', () => import('./keywords/keywords_page').then((m) => m.KeywordsPage)],
  ['/app/reminders', () => import('./reminders/reminders_page').then((m) => m.RemindersPage)],
  ['/app/reports', () => import('./reports/reports_page').then((m) => m.ReportsPage)],
  ['/app/opt-outs', () => import('./opt_outs/opt_outs_page').then((m) => m.OptOutsPage)],
  ['/app/sections', () => import('./sections/sections_page').then((m) => m.SectionsPage)],
  ['/app/settings', () => import('./settings/settings_page').then((m) => m.SettingsPage)],
];

export function StaffApp() {
  return <Shell><PauseBanner /><Found path={place.value.path} /></Shell>;
}

function Found(p: { path: string }) {
  if (p.path === '/app/inbox') return <InboxPage />;
  if (p.path === '/app/fft') return <FftPage />;
  if (p.path === '/app/support') return <SupportPage />;
  if (p.path === '/app/waiting') return <WaitingPage />;
  if (p.path === '/app/data-quality') return <DataQualityPage />;
  const parts = match('/app/inbox/:practice/:id', p.path);
  if (parts) return <ConversationPage key={p.path} practice={parts['practice'] ?? ''} id={parts['id'] ?? ''} />;
  for (const [pattern, load] of later) {
    const found = match(pattern, p.path);
    if (found) return <Later key={pattern + JSON.stringify(found)} pattern={pattern} load={load} parts={found} />;
  }
  return (
    <Page title="Page not found" lead="There is no page at this address.">
      <p>Check the address, or go to the <a href={links.inbox()}>inbox</a>.</p>
    </Page>
  );
}
