import { Panel } from '../ui/bits';
import { Page } from '../ui/page';

export function AccessibilityPage(_p: { parts: Readonly<Record<string, string>> }) {
  return (
    <Page title="Accessibility statement" lead="This statement is about the pages of Tidings, the practices’ and the operators’.">
      <Panel title="What you can do">
        <ul class="nhsuk-list nhsuk-list--bullet">
          <li>use every page with the keyboard only</li>
          <li>zoom in to 400%, or use a screen 320 pixels wide, without scrolling sideways</li>
          <li>read every state as a word: colour is never the only sign</li>
          <li>stop figures from changing with the Pause button</li>
          <li>read the chart’s figures as a table</li>
          <li>use a screen reader: only changes of the connection’s state are announced, not each new figure</li>
        </ul>
      </Panel>
      <Panel title="How accessible it is">
        <p>We aim at the Web Content Accessibility Guidelines 2.2, level AA. Each page is checked automatically with axe at two screen widths whenever Tidings changes, in Chromium.</p>
        <p>Not checked yet: use with NVDA, VoiceOver and TalkBack by people who need them, and browsers other than Chromium.</p>
      </Panel>
      <Panel title="If something does not work for you">
        <p>Tell the team that runs this broker for your area. Say which page it was and what you were trying to do.</p>
        <p>If you are not happy with the answer, contact the Equality Advisory and Support Service (EASS), who advise on the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.</p>
      </Panel>
    </Page>
  );
}
