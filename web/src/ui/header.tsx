// The header is drawn once and then belongs to nhsuk-frontend's own script, which moves items into a "More" menu when
// there is no room. The current page is marked on its nodes directly.
import { effect } from '@preact/signals';
import { Component, createRef } from 'preact';
import { Header as MoreMenu } from 'nhsuk-frontend/dist/nhsuk/components/header/header.mjs';
import type { Me } from '../api/client';
import { may } from '../api/may';
import { place } from '../route/route';
import type { Product } from './product';

/** `/ops/practices/A99001` belongs under `/ops/practices`. */
export function isUnder(path: string, item: string): boolean {
  const base = item.replace(/\/$/, '');
  return base.lastIndexOf('/') === 0 ? path === base : path === base || path.startsWith(`${base}/`);
}

export class Header extends Component<{ product: Product; me: Me | null }> {
  private readonly root = createRef<HTMLElement>();
  private stop: () => void = () => undefined;

  override shouldComponentUpdate(next: { me: Me | null }): boolean {
    this.show(next.me);
    return false;
  }

  /** What the role can't read has no place in the menu. On the nodes: nhsuk-frontend's script has them now. */
  private show(me: Me | null): void {
    for (const link of this.root.current?.querySelectorAll<HTMLAnchorElement>('[data-needs]') ?? [])
      if (link.parentElement) link.parentElement.hidden = !may(me, 'GET', link.dataset['needs'] ?? '');
  }

  override componentDidMount(): void {
    const root = this.root.current;
    if (!root) return;
    new MoreMenu(root);
    this.stop = effect(() => {
      const { path } = place.value;
      for (const link of root.querySelectorAll<HTMLAnchorElement>('.nhsuk-header__navigation-link[href]')) {
        const current = isUnder(path, link.getAttribute('href') ?? '');
        link.parentElement?.classList.toggle('nhsuk-header__navigation-item--current', current);
        if (current) link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
      }
    });
  }

  override componentWillUnmount(): void {
    this.stop();
  }

  override render() {
    const { product } = this.props;
    return (
      <header class="nhsuk-header" role="banner" ref={this.root}>
        <div class="nhsuk-header__container app-width">
          <div class="nhsuk-header__service">
            <a class="nhsuk-header__service-name" href={product.home}>
              <Mark />
              <span>Tidings{product.name && <> <span class="app-service">{product.name}</span></>}</span>
            </a>
          </div>
        </div>
        <nav class="nhsuk-header__navigation" aria-label="Menu">
          <div class="nhsuk-header__navigation-container app-width">
            <ul class="nhsuk-header__navigation-list">
              {product.menu.map(([href, text, needs]) => (
                <li class="nhsuk-header__navigation-item" key={href}>
                  <a class="nhsuk-header__navigation-link" href={href} {...(needs ? { 'data-needs': needs } : {})}>{text}</a>
                </li>
              ))}
              <li class="nhsuk-header__menu" hidden>
                <button class="nhsuk-header__menu-toggle nhsuk-header__navigation-link" id="toggle-menu" type="button" aria-expanded="false">
                  <span class="nhsuk-u-visually-hidden">Browse </span>More
                </button>
              </li>
            </ul>
          </div>
        </nav>
      </header>
    );
  }
}

function Mark() {
  return (
    <svg class="app-mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <path d="M6 6.500h20a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-8.500L11 27v-5.500H6a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3z" fill="#fff" />
      <path d="M9.500 14.300l4.200 3.800 8.800-8" fill="none" stroke="#005eb8" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}
