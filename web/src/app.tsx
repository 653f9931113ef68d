// Which page stands at which address. Pages other than the overview are fetched when first opened.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { OverviewPage } from './overview/overview_page';
import { match, place } from './route/route';
import { links } from './route/links';
import { Page } from './ui/page';
import { Shell } from './ui/shell';
import { Loading, Trouble } from './ui/state';

type Parts = Readonly<Record<string, string>>;
type PageOf = ComponentType<{ parts: Parts }>;

const later: readonly (readonly [string, () => Promise<PageOf>])[] = [
  ['/ops/practices', () => import('./practices/practices_page').then((m) => m.PracticesPage)],
  ['/ops/practices/:id', () => import('./practices/practice_page').then((m) => m.PracticePage)],
  ['/ops/messages', () => import('./messages/messages_page').then((m) => m.MessagesPage)],
  ['/ops/messages/:id', () => import('./messages/message_page').then((m) => m.MessagePage)],
  ['/ops/replies', () => import('./replies/replies_page').then((m) => m.RepliesPage)],
  ['/ops/staff-items', () => import('./staff_items/staff_items_page').then((m) => m.StaffItemsPage)],
  ['/ops/connectors', () => import('./connectors/connectors_page').then((m) => m.ConnectorsPage)],
  ['/ops/providers', () => import('./providers/providers_page').then((m) => m.ProvidersPage)],
  ['/ops/actors', () => import('./actors/actors_page').then((m) => m.ActorsPage)],
  ['/ops/queues', () => import('./queues/queues_page').then((m) => m.QueuesPage)],
  ['/ops/alerts', () => import('./alerts/alerts_page').then((m) => m.AlertsPage)],
  ['/ops/onboarding', () => import('./onboarding/onboarding_page').then((m) => m.OnboardingPage)],
  ['/ops/rollout', () => import('./rollout/rollout_page').then((m) => m.RolloutPage)],
  ['/ops/parked', () => import('./parked/parked_page').then((m) => m.ParkedPage)],
  ['/ops/api-keys', () => import('./api_keys/api_keys_page').then((m) => m.ApiKeysPage)],
  ['/ops/callbacks', () => import('./callbacks/callbacks_page').then((m) => m.CallbacksPage)],
  ['/ops/audit', () => import('./audit/audit_page').then((m) => m.AuditPage)],
  ['/ops/backups', () => import('./backups/backups_page').then((m) => m.BackupsPage)],
  ['/ops/users', () => import('./users/users_page').then((m) => m.UsersPage)],
  ['/ops/help', () => import('./help/help_page').then((m) => m.HelpPage)],
  ['/ops/accessibility', () => import('./help/accessibility_page').then((m) => m.AccessibilityPage)],
];

const loaded = new Map<string, PageOf>();

export function App() {
  const { path } = place.value;
  return <Shell>{path === '/ops' ? <OverviewPage /> : <Elsewhere path={path} />}</Shell>;
}

function Elsewhere(p: { path: string }) {
  for (const [pattern, load] of later) {
    const parts = match(pattern, p.path);
    if (parts) return <Later key={pattern + JSON.stringify(parts)} pattern={pattern} load={load} parts={parts} />;
  }
  return (
    <Page title="Page not found" lead="There is no page at this address.">
      <p>Check the address, or go to the <a href={links.overview}>live overview</a>.</p>
    </Page>
  );
}

function Later(p: { pattern: string; load: () => Promise<PageOf>; parts: Parts }) {
  const [failed, setFailed] = useState(false);
  const [, setReady] = useState(false);
  const fetchPage = (): void => {
    setFailed(false);
    Promise.all([p.load(), import('./styles/more.scss')]).then(
      ([page]) => {
        loaded.set(p.pattern, page);
        setReady(true);
      },
      () => setFailed(true),
    );
  };
  useEffect(() => {
    if (!loaded.has(p.pattern)) fetchPage();
  }, []);
  const Found = loaded.get(p.pattern);
  if (Found) return <Found parts={p.parts} />;
  if (failed) {
    const problem = { status: 0, reason: 'This part of the dashboard could not be fetched. The broker may be restarting, or have been brought up to date: then load the page again.' };
    return <Trouble what="this page" problem={problem} retry={fetchPage} />;
  }
  return <Loading what="the page" />;
}
