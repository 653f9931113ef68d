// Which of the staff's pages stands at which address.
import { DataQualityPage } from './data_quality/data_quality_page';
import { FftPage } from './fft/fft_page';
import { ConversationPage } from './inbox/conversation_page';
import { InboxPage } from './inbox/inbox_page';
import { PauseBanner } from './queues/pause_banner';
import { links } from './route/links';
import { match, place } from './route/route';
import { SupportPage } from './support/support_page';
import { Page } from './ui/page';
import { Shell } from './ui/shell';
import { WaitingPage } from './waiting/waiting_page';

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
  return (
    <Page title="Page not found" lead="There is no page at this address.">
      <p>Check the address, or go to the <a href={links.inbox()}>inbox</a>.</p>
    </Page>
  );
}
