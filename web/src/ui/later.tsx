// Pages that are fetched when first opened: the first page of a day stays light.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Loading, Trouble } from './state';

export type Parts = Readonly<Record<string, string>>;
export type PageOf = ComponentType<{ parts: Parts }>;

const loaded = new Map<string, PageOf>();

export function Later(p: { pattern: string; load: () => Promise<PageOf>; parts: Parts }) {
  const [failed, setFailed] = useState(false);
  const [, setReady] = useState(false);
  const fetchPage = (): void => {
    setFailed(false);
    p.load().then(
      (page) => {
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
    const problem = { status: 0, reason: 'This page could not be fetched. The broker may be restarting, or have been brought up to date: then load the page again.' };
    return <Trouble what="this page" problem={problem} retry={fetchPage} />;
  }
  return <Loading what="the page" />;
}
