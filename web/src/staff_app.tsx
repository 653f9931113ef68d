// Which of the staff's pages stands at which address. The day and the inbox come at once, the others when first opened.
import { ConversationPage } from './inbox/conversation_page';
import { InboxPage } from './inbox/inbox_page';
import { StandstillBanner } from './queues/standstill_banner';
import { links } from './route/links';
import { match, place } from './route/route';
import { TodayPage } from './today/today_page';
import { Later, type PageOf } from './ui/later';
import { Page } from './ui/page';
import { Shell } from './ui/shell';

const later: readonly (readonly [string, () => Promise<PageOf>])[] = [
  ['/app/audit', () => import('./audit/staff_audit_page').then((m) => m.StaffAuditPage)],
  ['/app/fft', () => import('./fft/fft_page').then((m) => m.FftPage)],
  ['/app/support', () => import('./support/support_page').then((m) => m.SupportPage)],
  ['/app/waiting', () => import('./waiting/waiting_page').then((m) => m.WaitingPage)],
  ['/app/data-quality', () => import('./data_quality/data_quality_page').then((m) => m.DataQualityPage)],
  ['/app/send', () => import('./send/send_page').then((m) => m.SendPage)],
  ['/app/messages/:id', () => import('./messages/message_page').then((m) => m.MessagePage)],
  ['/app/help', () => import('./help/help_page').then((m) => m.HelpPage)],
  ['/app/accessibility', () => import('./help/accessibility_page').then((m) => m.AccessibilityPage)],
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
  return <Shell><StandstillBanner /><Found path={place.value.path} /></Shell>;
}

function Found(p: { path: string }) {
  if (p.path === '/app/today') return <TodayPage />;
  if (p.path === '/app/inbox') return <InboxPage />;
  const parts = match('/app/inbox/:practice/:id', p.path);
  if (parts) return <ConversationPage key={p.path} practice={parts['practice'] ?? ''} id={parts['id'] ?? ''} />;
  for (const [pattern, load] of later) {
    const found = match(pattern, p.path);
    if (found) return <Later key={pattern + JSON.stringify(found)} pattern={pattern} load={load} parts={found} />;
  }
  return (
    <Page title="Page not found" lead="There is no page at this address.">
      <p>Check the address, or go to <a href={links.today()}>today’s page</a>.</p>
    </Page>
  );
}
