// What every page has: a title, a heading that takes the focus on arrival, and a sentence that says what this is.
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { place } from '../route/route';
import { ProductOf, titleOf } from './product';

export interface Crumb {
  readonly text: string;
  readonly href: string;
}

export function Page(p: { title: string; lead: ComponentChildren; crumb?: Crumb; aside?: ComponentChildren; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const product = useContext(ProductOf);
  const moves = useRef(place.peek().moves);
  useEffect(() => {
    document.title = `${p.title} - ${titleOf(product)}`;
  }, [p.title]);
  useEffect(() => {
    if (moves.current > 0) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <>
      {p.crumb && (
        <nav class="app-crumb" aria-label="Breadcrumb">
          <a href={product.home}>{product.home_name}</a>
          {p.crumb.href !== product.home && (
            <>
              <span aria-hidden="true"> › </span>
              <a href={p.crumb.href}>{p.crumb.text}</a>
            </>
          )}
        </nav>
      )}
      <div class="app-title">
        <div>
          <h1 class="nhsuk-heading-l" ref={heading} tabIndex={-1}>{p.title}</h1>
          <p class="app-lead">{p.lead}</p>
        </div>
        {p.aside}
      </div>
      {p.children}
    </>
  );
}
