import type { ComponentChildren } from 'preact';
import { links } from '../route/links';
import { overview } from '../live/live';
import { Header } from './header';
import { LiveBar, SessionNotice } from './live_bar';

export function Shell(p: { children: ComponentChildren }) {
  return (
    <>
      <a class="nhsuk-skip-link" href="#maincontent">Skip to main content</a>
      <Header />
      <LiveBar />
      <div class="app-width">
        <main class="nhsuk-main-wrapper app-main" id="maincontent" tabIndex={-1}>
          <SessionNotice />
          {p.children}
        </main>
      </div>
      <Footer />
    </>
  );
}

function Footer() {
  const version = overview.value?.version;
  return (
    <footer class="nhsuk-footer" role="contentinfo">
      <div class="app-width">
        <div class="nhsuk-footer__meta">
          <h2 class="nhsuk-u-visually-hidden">Support links</h2>
          <ul class="nhsuk-footer__list">
            <li class="nhsuk-footer__list-item"><a class="nhsuk-footer__list-item-link" href={links.help}>Help: what the words mean</a></li>
            <li class="nhsuk-footer__list-item"><a class="nhsuk-footer__list-item-link" href={links.accessibility}>Accessibility statement</a></li>
          </ul>
          <p class="nhsuk-body-s app-footer__version">Tidings{version ? ` ${version}` : ''}</p>
        </div>
      </div>
    </footer>
  );
}
