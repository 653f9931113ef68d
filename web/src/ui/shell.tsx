import type { ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { may } from '../api/may';
import { useMe } from '../api/use_me';
import { overview } from '../live/live';
import { SupportBanner } from '../support/banner';
import { Header } from './header';
import { LiveBar, SessionNotice } from './live_bar';
import { ProductOf } from './product';

export function Shell(p: { children: ComponentChildren }) {
  return (
    <>
      <a class="nhsuk-skip-link" href="#maincontent">Skip to main content</a>
      <Header product={useContext(ProductOf)} me={useMe()} />
      <LiveBar />
      <div class="app-width">
        <main class="nhsuk-main-wrapper app-main" id="maincontent" tabIndex={-1}>
          <SessionNotice />
          <SupportBanner />
          {p.children}
        </main>
      </div>
      <Footer />
    </>
  );
}

function Footer() {
  const version = overview.value?.version;
  const { support } = useContext(ProductOf);
  const me = useMe();
  return (
    <footer class="nhsuk-footer" role="contentinfo">
      <div class="app-width">
        <div class="nhsuk-footer__meta">
          <h2 class="nhsuk-u-visually-hidden">Support links</h2>
          <ul class="nhsuk-footer__list">
            {support.filter(([, , needs]) => !needs || (me !== null && may(me, 'GET', needs))).map(([href, text]) => (
              <li class="nhsuk-footer__list-item" key={href}><a class="nhsuk-footer__list-item-link" href={href}>{text}</a></li>
            ))}
          </ul>
          <p class="nhsuk-body-s app-footer__version">Tidings{version ? ` ${version}` : ''}</p>
        </div>
      </div>
    </footer>
  );
}
