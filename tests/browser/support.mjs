// What every browser test needs: a Chromium that trusts the development certificate, a page that remembers whatever
// went wrong in it, and the checks that hold for each page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { until } from '../system/harness/processes.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const { AxeBuilder } = require('@axe-core/playwright');

export const base = (process.env.BASE_URL ?? '').replace(/\/$/, '');
export const sign_in_url = process.env.SIGN_IN_URL ?? '';
/** The control pages of the provider's simulator. */
export const provider_url = process.env.PROVIDER_URL ?? '';
/** How many practices have a file. */
const practices = Number(process.env.PRACTICES ?? 1);
const shots = process.env.SHOTS ?? '';

/** Longest wait for one thing on a busy machine of two cores. */
export const wait_ms = Number(process.env.WAIT_MS ?? 30_000);
/** A list of fifty rows at 320 px is longer than Chromium likes to draw in one picture. */
const shot_px_max = 4_000;

export const wide = { width: 1360, height: 1000 };
export const narrow = { width: 320, height: 720 };

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    headless: true,
    // The worker that holds the live feed has no page of its own, so a context's ignoreHTTPSErrors does not reach it.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--ignore-certificate-errors'],
  });
}

export async function openContext(browser, viewport, storageState) {
  const context = await browser.newContext({ viewport, ignoreHTTPSErrors: true, reducedMotion: 'reduce', ...(storageState ? { storageState } : {}) });
  context.setDefaultTimeout(wait_ms);
  return context;
}

/** A page and the list of what went wrong in it: console errors (a CSP violation is one) and uncaught exceptions. */
export async function openPage(context) {
  const page = await context.newPage();
  const wrong = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => wrong.push(`${page.url()}: ${error.message}`));
  return { page, wrong };
}

/** By the host's one-time link; ends on the overview, once all practices have joined: the demo gives the link away before. */
export async function signIn(page) {
  await page.goto(sign_in_url);
  await page.getByRole('button').first().click();
  await page.waitForURL(/\/ops\/$/);
  await until(() => page.evaluate(async (wanted) => {
    const answer = await fetch('/api/v1/practices');
    return answer.ok && (await answer.json()).practices.length >= wanted;
  }, practices), `${practices} practices have joined`, wait_ms);
}

/** Goes there and waits until the page is live and has drawn what it fetched. */
export async function visit(page, path) {
  await page.goto(base + path);
  await settled(page);
}

export async function settled(page) {
  await page.waitForFunction(() => {
    const word = document.querySelector('.app-bar__word')?.textContent ?? '';
    const loading = [...document.querySelectorAll('[role="status"]')].some((node) => /^Loading/.test(node.textContent ?? ''));
    return word === 'Live' && document.querySelector('h1') !== null && !loading && !/Waiting for the broker/.test(document.body.textContent ?? '');
  }, null, { timeout: wait_ms });
}

/** What holds for every page in every state. `title`: of a page that isn't one of the app's. */
export async function checkPage(page, name, title = '') {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(wcag).analyze();
  assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes[0]?.html}`), [], `${name}: axe`);
  const found = await page.evaluate(() => {
    const visible = (node) => node.getClientRects().length > 0 && node.getBoundingClientRect().width > 1;
    const box = (node) => node.getBoundingClientRect();
    return {
      sideways: document.documentElement.scrollWidth - window.innerWidth,
      headings: [...document.querySelectorAll('h1')].map((h) => h.textContent),
      title: document.title,
      product: location.pathname.startsWith('/app/') ? 'Tidings' : 'Tidings operations',
      small: [...document.querySelectorAll('button, input, select, textarea, nav a, footer a')]
        .filter((node) => visible(node) && (box(node).height < 24 || box(node).width < 24))
        .map((node) => node.outerHTML.slice(0, 120)),
    };
  });
  assert.ok(found.sideways <= 0, `${name}: scrolls ${found.sideways} px sideways`);
  assert.equal(found.headings.length, 1, `${name}: one h1`);
  assert.equal(found.title, title || `${found.headings[0]} - ${found.product}`, `${name}: title`);
  assert.deepEqual(found.small, [], `${name}: targets under 24 px`);
}

export async function shoot(page, name) {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  const { width } = page.viewportSize();
  const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), shot_px_max);
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true, clip: { x: 0, y: 0, width, height } });
}

/** A figure of the overview by the name on its tile or step. */
export function figure(page, name) {
  return page.evaluate((wanted) => {
    const label = [...document.querySelectorAll('.app-tile__name, .app-step__name')].find((node) => node.textContent === wanted);
    const text = label?.parentElement?.querySelector('.app-tile__n, .app-step__n')?.textContent ?? '';
    const digits = /^[\d,]+/.exec(text)?.[0].replaceAll(',', '');
    return digits === undefined ? null : Number(digits);
  }, name);
}
